// What no plan names has no page: a host that does not follow the site's rules leads on to its vocabulary from here.
"use strict";
(() => {
  const found = /^(.*\/controlled-vocabulary\/[^/]+)\/([\w.-]+?)(?:\.(html|ttl|jsonld))?\/?$/.exec(location.pathname);
  if (!found) return;
  const [, vocabulary, concept, ending = "html"] = found;
  location.replace(`${location.origin}${vocabulary}.${ending}${ending === "html" ? `#c-${concept}` : ""}`);
})();
