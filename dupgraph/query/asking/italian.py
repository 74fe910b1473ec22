"""The words of asking in Italian; lexis.py says how they are written, and what belongs here."""

from dupgraph.query.asking.signs import (
    ABOUT,
    BENEFICIARY,
    BODY,
    ELEMENT,
    GOAL,
    GUIDELINE,
    INSTRUMENT,
    MEMBER,
    MISSION,
    OBJECTIVE,
    PARTNER,
    PLACE,
    POLICY,
    ROLES,
    THEME,
    Sign,
    Table,
    asks,
    leads,
    order_roles,
)  # fmt: skip

EXPRESSIONS: Table = (
    # What is asked for.
    (asks(OBJECTIVE), (
        "obiettiv*; obbiettiv*; intervento; interventi; progetto; progetti; iniziativ*; misura; misure; azione; "
        "azioni; attivita; impegno; impegni"
    )),
    (asks(PARTNER), (
        "con chi; partner; partners; soggett*; attori; collaborator*; interlocutor*; stakeholder*"
    )),
    (asks(BODY), (
        "ente; enti; organizzazion*"
    )),
    (asks(BENEFICIARY), (
        "destinatari*; beneficiari*; a chi; per chi; a cui beneficio"
    )),
    (asks(THEME), (
        "tema; temi; tematica; tematiche; argoment*; materia; materie"
    )),
    (asks(PLACE), (
        "luogo; luoghi; posto; posti; zona; zone; localita; area; aree"
    )),
    (asks(INSTRUMENT), (
        "strument*"
    )),
    (asks(POLICY), (
        "politica; politiche"
    )),
    (asks(GUIDELINE), (
        "indirizzo; indirizzi; linea strategica; linee strategiche"
    )),
    (asks(GOAL), (
        "goal; goals; sdg; sdgs; obiettiv* di sviluppo sostenibile; obiettiv* di agenda 2030; target; goal di agenda "
        "2030; goal di sviluppo sostenibile; sdg di agenda 2030; obiettiv* onu; traguard*"
    )),
    (asks(MISSION), (
        "missione; missioni; missione di bilancio; missioni di bilancio"
    )),
    # What is asked about it.
    (asks("count"), (
        "quanti; quante; quanto; numero di; conta; conteggio"
    )),
    (asks("most"), (
        "di piu; piu spesso; piu frequent*; piu volte; piu; principal*; maggiorment*; maggiori; maggiore; prevalent*; "
        "classifica; graduatoria; spesso; ricorrent*; frequent*; soprattutto; con maggior* frequenza"
    )),
    (asks("several"), (
        "piu politiche; varie politiche; diverse politiche; politiche divers*; piu di una politica"
    )),
    (asks("each"), (
        "ogni; ciascun*; per ogni; per ciascun*; suddivis* per; divis* per; raggruppat* per"
    )),
    (asks("pair"), (
        "coppia; coppie; a coppie"
    )),
    (asks("together"), (
        "insieme; assieme; congiuntament*"
    )),
    (asks("share"), (
        "in comune; condivid*; simil*; affin*; correlat*; somigl*; assomigl*"
    )),
    (asks("same"), (
        "stesso; stessa; stessi; stesse; medesim*"
    )),
    (asks("bridge"), (
        "ponte; da ponte; fanno da ponte; fa da ponte; trasversal*; attraversano; collegano"
    )),
    (asks("mention"), (
        "prova; prove; menzione; menzioni; evidenz*"
    )),
    (asks("word"), (
        "parola; parole; termine; termini; espressione; vocabolo; testo; in testo; frase; vocaboli; espressioni"
    )),
    (Sign("contain"), (
        "contiene; contengono; contenere; contenenti; contenente; si legge; si leggono"
    )),
    (asks("search"), (
        "cerca; cercami; cercare; trova; trovami; trovare; cercate; trovate"
    )),
    (asks("manner"), (
        "come; in che modo; in quale modo; in quali modi; in che maniera; a che titolo; con che ruolo; con quale "
        "ruolo; che ruolo; quale ruolo; ruolo; quale è ruolo; qual è ruolo"
    )),
    (asks("kind"), (
        "genere; generi; tipo; tipi; tipologi*; categori*"
    )),
    (asks("everything"), (
        "tutto su; tutto quello che; tutto di; tutto cio che; informazion*; scheda; descriv*"
    )),
    (asks("network"), (
        "rete; reti; grafo; mappa; grafi"
    )),
    (asks("outline"), (
        "indice; struttura; sommario; schema"
    )),
    (asks("numbers"), (
        "numeri; statistic*; cifre; in cifre; in numeri; qualche numero; dati"
    )),
    (asks("cover"), (
        "copr*; copert*"
    )),
    (asks("plans"), (
        "piani; quali comuni; di quali comuni; che comuni"
    )),
    (asks("or"), (
        "o; oppure; ovvero"
    )),
    (asks("except"), (
        "tranne; eccetto; salvo; escluso; esclusa; esclusi; escluse; a parte; fuorche"
    )),
    (asks("only"), (
        "solo; soltanto; solamente; esclusivament*; unicament*"
    )),
    (asks("least"), (
        "almeno; o piu; come minimo; minimo"
    )),
    (Sign("not"), (
        "non; senza; nessun; nessuno; nessuna; privo; priva; privi; prive; manca; mancano; mancanti"
    )),
    # How a thing takes part.
    (leads(PARTNER, alone=PARTNER), (
        "coinvol*; collabora; collaborano; collaborare; collaborando; collaborazion*; coopera; cooperano; "
        "cooperazione; partecipa; partecipano; partecipare; partecipazione di; lavora; lavorano; lavorare; lavorando; "
        "lavora con; in sinergia; di concerto; partnership; partenariat*; affianc*; a fianco di; di intesa; si "
        "realizza con; si realizzano con; alleat*"
    )),
    (leads(PARTNER, alone="together"), (
        "insieme a; insieme con; assieme a; assieme con"
    )),
    (leads(PARTNER, PLACE), (
        "interviene; intervengono; intervenire"
    )),
    (leads(BENEFICIARY, THEME, alone=BENEFICIARY), (
        "aiuta; aiutano; aiutare; sosteng*; sostiene; sostenere; supporta; supportano; supportare; protegg*; tutela; "
        "tutelano; tutelare"
    )),
    (leads(THEME, PLACE), (
        "promuov*; valorizz*; migliora; migliorano; migliorare; potenzia; potenziano; potenziare; rafforza; "
        "rafforzano; rafforzare; sviluppa; sviluppano; sviluppare; incentiva; incentivano; incentivare; favorisc*; "
        "favorire; contro; contrast*; combatt*; previen*; prevengono; prevenire; lotta a; lotta contro"
    )),
    (leads(BENEFICIARY, alone=BENEFICIARY), (
        "rivolge; rivolgono; rivolt*; destina; destinano; destinato; destinata; destinati; destinate; a favore di; in "
        "favore di; a beneficio di; a vantaggio di; beneficia; beneficiano; dedicat*; pensato; pensata; pensati; "
        "pensate; servito; servita; serviti; servite; giova; giovano; assiste; assistono; indirizzati a; indirizzato "
        "a; hanno diritto; vanno a; va a; vanno a beneficio di; va a beneficio di"
    )),
    (leads(THEME, alone=THEME), (
        "tratta; trattano; trattare; trattato; trattata; trattati; trattate; trattando; parla; parlano; parlare; "
        "parlando; affronta; affrontano; affrontare; affrontat*; occupa; occupano; occuparsi; in tema; in materia; in "
        "campo; in ambito; in settore; in fatto di; a proposito di; verte; vertono"
    )),
    (leads(*ABOUT), (
        "riguarda; riguardano; riguardare; riguardant*; riguardo; concern*; interessa; interessano; relativo; "
        "relativa; relativi; relative; inerent*; attinent*; tocca; toccano"
    )),
    (leads(*ROLES), (
        "cita; citano; citare; citato; citata; citati; citate; nomina; nominano; nominato; nominata; nominati; "
        "nominate; menziona; menzionano; menzionato; menzionata; menzionati; menzionate; richiama; richiamano; "
        "richiamato; richiamata; richiamati; richiamate; compare; compaiono; appare; appaiono; figura; figurano; "
        "ricorre; ricorrono; presente; presenti; indicano; indicato; indicata; indicati; indicate; specifica; "
        "specificano; dichiara; dichiarano"
    )),
    (asks("located"), (
        "si trova; si trovano"
    )),
    (leads(PLACE, alone=PLACE), (
        "svolge; svolgono; svolgersi; ubicat*; localizzat*; situat*"
    )),
    (leads(INSTRUMENT, alone=INSTRUMENT), (
        "usa; usano; usato; usata; usati; usate; usare; utilizz*; si serve di; si servono di; attua; attuano; "
        "attuato; attuata; attuati; attuate; avvalg*; avvale; applica; applicano; ricorre a; ricorrono a; ricorso a; "
        "mediante; per mezzo di; in base a; si basa su; si basano su"
    )),
    (leads(INSTRUMENT, PARTNER, alone=INSTRUMENT), (
        "tramite; attraverso; grazie a"
    )),
    (leads(INSTRUMENT, BENEFICIARY), (
        "serve; servono; servire"
    )),
    (leads(GOAL, MISSION, alone="contribute"), (
        "contribuisc*; contribuire; concorr*; contributo"
    )),
    (leads(*(ROLES - {ELEMENT}), alone="share"), (
        "collegat*; legato; legata; legati; legate; conness*; in relazione"
    )),
    (leads(*ROLES, alone="link"), (
        "lega; legano; legame; legami"
    )),
    (leads(*MEMBER), (
        "rientra; rientrano; appartien*; appartengono; appartenent*; fa parte; fanno parte; compresi; comprese; "
        "inclusi; incluse; dentro; risponde; rispondono; contenuti; contenute; riconduc*; a interno di"
    )),
    # "La parità di genere dell'Agenda 2030": what stands before it is one of the development goals.
    (Sign("agenda"), (
        "di agenda 2030; di agenda onu; di agenda onu 2030; in agenda 2030; di onu"
    )),
    # Words that are looked at by themselves.
    (Sign("what"), (
        "cosa; che cosa; quello che; cio che"
    )),
    (Sign("what", "everything"), (
        "cos è; che cos è; cosa è; che cosa è; cosa sono; che cosa sono"
    )),
    (Sign("who"), (
        "chi"
    )),
    (Sign("where"), (
        "dove; dov; da che parte"
    )),
    (Sign("which"), (
        "quale; quali; qual; che"
    )),
    (Sign("do"), (
        "fa; fanno; fare; prevede; prevedono; prevedere; previsto; prevista; previsti; previste; propone; propongono; "
        "succede; succedono; avviene; avvengono; intende; intendono; vuole fare; vogliono fare; si fara; programmato; "
        "c è"
    )),
    (Sign("do", "say"), (
        "dice; dicono"
    )),
    # What says nothing of the question.
    (Sign("light"), (
        "per favore; per piacere; per cortesia; perfavore; cortesement*; gentilment*; grazie; ciao; salve; "
        "buongiorno; buonasera; buon giorno; buona sera; mi dici; mi dica; mi dite; dimmi; mi puoi; mi sai; mi sa; mi "
        "potresti; mi potrebbe; puoi; può; puo; potresti; potrebbe; potete; vorrei; vorremmo; voglio; vogliamo; "
        "sapere; saper; capire; conoscere; vedere; mostra; mostrami; mostrare; mostrate; elenca; elencami; elencare; "
        "elencate; elenco; lista; dammi; datemi; dare; darmi; fammi; fatemi; mi serve; mi servono; mi servirebbe; mi "
        "servirebbero; ho bisogno di; indica; indicami; indicare; dire; dirmi; mi interessa sapere; mi interessa; mi "
        "interessano; mi interesserebbe; mi piacerebbe; mi chiedo; è; e; ed; essere; sono; era; sia; siano; stato; "
        "stata; stati; state; viene; vengono; ha; hanno; abbia; abbiano; avere; avra; esiste; esistono; esistenti; c; "
        "ci; si; vi; mi; ti; se; lo; risulta; risultano; emerge; emergono; tutti; tutte; tutto; tutta; tutti quanti; "
        "vari; varie; diversi; diverse; alcuni; alcune; anche; inoltre; ma anche; entrambi; entrambe; "
        "contemporaneament*; cui; quelli; quelle; quello; quella; questo; questa; suo; sua; suoi; sue; loro; piano; "
        "dup; documento; documento unico di programmazione; comune; comunale; comunali; amministrazione; "
        "amministrazione comunale; nostro comune; nostra citta; strategico; strategici; strategica; strategiche; "
        "operativo; operativi; seguent*; qualcosa; realizza; realizzano; realizzati; realizzate; realizzato; "
        "realizzare; nel dettaglio; in dettaglio; in particolare; in generale; esattament*; in totale; "
        "complessivament*; intero; intera; completo; completa; poi; quindi; ma; punti; punto; parti di; mi sapresti; "
        "mi saprebbe; sapresti; saprebbe; sai; sapete; sarebbe; possibile; avrei bisogno di; bisogno di; bisogno; "
        "qualche; desidero; desidererei; gradirei; posso; possiamo; possono; mi occorre; mi occorrono; gentile; gent; "
        "buondi; vi chiedo; chiedo; chiedere; trovare elenco di; per curiosita; scusa; scusi; scusate; mi aiuti; mi "
        "aiutate; mi piacerebbe sapere; sto cercando; stiamo cercando; cerco; cerchiamo; mi elenchi; mi elencate; mi "
        "mostri; mi indichi; mi fai; mi fate; mi date; mi dai; mi dia; ti chiedo; aver; ottenere; consultare; "
        "leggere; scoprire; verificare; altri; altre; altro; altra; in grafo; alcun; vede; vedono; vedere coinvolti"
    )),
)  # fmt: skip

ARTICLES = "il lo la l i gli le un uno una"
PREPOSITIONS = {
    "di": "di d del dello della dell dei degli delle",
    "a": "a ad al allo alla all ai agli alle",
    "da": "da dal dallo dalla dall dai dagli dalle",
    "in": "in nel nello nella nell nei negli nelle",
    "su": "su sul sullo sulla sull sui sugli sulle",
    "con": "con col coi",
    "tra": "tra fra",
    "per": "per",
    "presso": "presso",
    "verso": "verso",
}
TIERS = {
    "di": order_roles((THEME, PARTNER), (PLACE,), (INSTRUMENT,)),
    "a": order_roles((PLACE,)),
    "da": order_roles(),
    "in": order_roles((PLACE,), (THEME,)),
    "su": order_roles((THEME, PLACE)),
    "con": order_roles((PARTNER,), (INSTRUMENT,)),
    "tra": order_roles((PARTNER,)),
    "per": order_roles((BENEFICIARY,), (THEME, PLACE)),
    "presso": order_roles((PLACE,)),
    "verso": order_roles((BENEFICIARY,)),
}
NUMBERS = "due tre quattro cinque sei sette otto nove dieci undici dodici"
# So common that they tell the language.
SMALL = (
    "il lo la gli le di del della dei degli delle che quali quale con per chi sono nel nella al alla ai agli alle sul "
    "cosa dove come su da un una è quanti obiettivi"
)
