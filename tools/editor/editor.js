// The SPARQL editor of dupgraph serve: a textarea that stays a textarea where scripts do not run.
//
// It stands in a shadow root, where the library's style sheets are constructed: a page whose policy allows no inline
// style shows it all the same. Tab leaves it, as it leaves any field.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const KEYWORDS = (
  "SELECT CONSTRUCT DESCRIBE ASK WHERE FROM NAMED GRAPH OPTIONAL UNION MINUS FILTER BIND VALUES DISTINCT REDUCED " +
  "ORDER BY GROUP HAVING LIMIT OFFSET ASC DESC AS PREFIX BASE EXISTS NOT IN COUNT SUM MIN MAX AVG SAMPLE " +
  "GROUP_CONCAT SEPARATOR STR LANG LANGMATCHES DATATYPE BOUND COALESCE IF REGEX CONTAINS STRSTARTS STRENDS " +
  "STRBEFORE STRAFTER STRLEN SUBSTR REPLACE UCASE LCASE CONCAT ISIRI ISLITERAL ISBLANK ISNUMERIC"
).split(" ");

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--code-keyword)", fontWeight: "600" },
  { tag: tags.standard(tags.variableName), color: "var(--code-keyword)" },
  { tag: [tags.local(tags.variableName), tags.variableName], color: "var(--code-variable)" },
  { tag: tags.atom, color: "var(--code-name)" },
  { tag: tags.string, color: "var(--code-string)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: tags.meta, color: "var(--code-string)" },
]);

const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--page)", border: "2px solid var(--edge)", borderRadius: "4px" },
  "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: '"Roboto Mono", ui-monospace, "Liberation Mono", monospace', fontSize: "15px", lineHeight: "1.55", minHeight: "16em", maxHeight: "36em" },
  ".cm-content": { caretColor: "var(--ink)", padding: "12px 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": { color: "var(--soft)", backgroundColor: "var(--card)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--link) 7%, transparent)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { background: "color-mix(in srgb, var(--link) 28%, transparent) !important" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "color-mix(in srgb, var(--link) 22%, transparent)", outline: "1px solid var(--link)" },
  ".cm-wrong": { backgroundColor: "var(--note)", boxShadow: "inset 4px 0 0 var(--wrong)" },
  ".cm-tooltip": { color: "var(--ink)", backgroundColor: "var(--card)", border: "1px solid var(--edge)", borderRadius: "4px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "inherit", maxHeight: "16em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "6px 10px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { color: "var(--on-bar)", backgroundColor: "var(--bar)" },
  ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionDetail": { color: "var(--soft)", fontStyle: "normal" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionInfo": { maxWidth: "24em", padding: "8px 12px" },
});

// The line where the text last sent goes wrong; it goes with the first change.
const setWrong = StateEffect.define();
const wrong = StateField.define({
  create: () => Decoration.none,
  update(marks, change) {
    if (change.docChanged) return Decoration.none;
    for (const effect of change.effects) {
      if (effect.is(setWrong)) return Decoration.set([Decoration.line({ class: "cm-wrong" }).range(effect.value)]);
    }
    return marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function declarePrefix(prefixes) {
  // A name of a prefix that no line declares brings its line along.
  return (view, completion, from, to) => {
    const prefix = completion.label.split(":")[0];
    const text = view.state.doc.toString();
    const declared = new RegExp(`\\bPREFIX\\s+${prefix}:`, "i").test(text);
    const changes = [{ from, to, insert: completion.label }];
    const line = declared || !prefixes[prefix] ? "" : `PREFIX ${prefix}: <${prefixes[prefix]}>\n`;
    if (line) changes.unshift({ from: 0, insert: line });
    view.dispatch({ changes, selection: { anchor: from + line.length + completion.label.length }, userEvent: "input.complete" });
  };
}

function offerNames(known) {
  const apply = declarePrefix(known.prefixes);
  const names = known.terms.map(([label, detail, info]) => ({ label, detail, info, type: "property", apply }));
  const keywords = KEYWORDS.map((label) => ({ label, type: "keyword" }));
  return (context) => {
    const word = context.matchBefore(/[?$]?[\w-]*:?[\w-]*/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    if (/^[?$]/.test(word.text)) {
      const text = context.state.doc.toString();
      const used = new Set(text.match(/[?$]\w+/g));
      used.delete(word.text);
      return { from: word.from, options: [...used].map((label) => ({ label, type: "variable" })), validFor: /^[?$]\w*$/ };
    }
    return { from: word.from, options: word.text.includes(":") ? names : [...names, ...keywords], validFor: /^[\w-]*:?[\w-]*$/ };
  };
}

function markWrong(view, line, column) {
  if (!line || line > view.state.doc.lines) return;
  const place = view.state.doc.line(line);
  const head = Math.min(place.from + Math.max(column - 1, 0), place.to);
  view.dispatch({ effects: setWrong.of(place.from), selection: { anchor: head }, scrollIntoView: true });
}

// Where a browser itself puts letters in the place of others it writes a style of its own, which the policy refuses.
const typeOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== "insertText" || event.isComposing || !event.data || view.state.selection.main.empty) return false;
    event.preventDefault();
    view.dispatch(view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true }));
    return true;
  },
});

function openEditor(field, known) {
  const host = document.createElement("div");
  host.className = "editor";
  const root = host.attachShadow({ mode: "open" });
  field.after(host);
  field.hidden = true;
  // A long text does not fit into an address.
  const change = (text) => {
    field.value = text;
    field.form.method = text.length > Number(field.dataset.most) ? "post" : "get";
  };
  const submit = () => (field.form.requestSubmit(), true);
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(), highlightActiveLine(), wrong, look, typeOver,
        EditorView.lineWrapping,
        StreamLanguage.define(sparql),
        syntaxHighlighting(colours),
        autocompletion({ override: [offerNames(known)], icons: false }),
        keymap.of([{ key: "Mod-Enter", run: submit }, ...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.contentAttributes.of({ "aria-label": field.dataset.label, spellcheck: "false" }),
        EditorView.updateListener.of((update) => { if (update.docChanged) change(update.state.doc.toString()); }),
      ],
    }),
  });
  for (const label of field.labels) label.addEventListener("click", () => view.focus());
  markWrong(view, Number(field.dataset.line), Number(field.dataset.column));
}

async function load() {
  const field = document.querySelector("textarea[data-terms]");
  if (!field) return;
  let known = { prefixes: {}, terms: [] };
  try {
    known = await (await fetch(field.dataset.terms)).json();
  } catch {
    // Without the names of the ontology it is still an editor.
  }
  openEditor(field, known);
}

load();
