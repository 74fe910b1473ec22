"""The words of asking in Italian; lexis.py says how they are written, and what belongs here."""

from dupgraph.ask.phrases.signs import (
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
from dupgraph.language.words import FUNCTION_FORMS

EXPRESSIONS: Table = (
    # What is asked for.
    (asks(OBJECTIVE), (
        "obiettiv*; obbiettiv*; intervento; interventi; progetto; progetti; elemento; elementi; iniziativ*; misura; "
        "misure; azione; azioni; attivita; impegno; impegni; proposta; proposte; finalita; traguardi strategici"
    )),
    (asks(PARTNER), (
        "con chi; partner; partners; soggett*; attori; collaborator*; interlocutor*; stakeholder*; partecipanti"
    )),
    (asks(BODY), (
        "ente; enti; organizzazion*; istituzioni; organismi; organismo; realta"
    )),
    (asks(BENEFICIARY), (
        "destinatari*; beneficiari*; a chi; per chi; a cui beneficio; categorie di persone; gruppi di persone; gruppi "
        "di destinatari; gruppi di beneficiari; fasce di popolazione"
    )),
    (asks(THEME), (
        "tema; temi; tematica; tematiche; argoment*; materia; materie"
    )),
    (asks(PLACE), (
        "luogo; luoghi; posto; posti; zona; zone; localita; area; aree; in che luoghi; parti di citta"
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
    # Of a street or a letter: the catalogue knows none.
    (asks("address"), (
        "qual è indirizzo; quale è indirizzo; indirizzo di; indirizzi di; che indirizzo ha; quali indirizzi ha; quale "
        "indirizzo ha; indirizzo email; indirizzo mail"
    )),
    (asks(GOAL), (
        "goal; goals; sdg; sdgs; obiettiv* di sviluppo sostenibile; obiettiv* di agenda 2030; target; goal di agenda "
        "2030; goal di sviluppo sostenibile; sdg di agenda 2030; obiettiv* onu; obiettiv* di onu; obiettiv* di nazioni "
        "unite; obiettiv* globali; obiettiv* di sostenibilita; traguard*"
    )),
    (asks(MISSION), (
        "missione; missioni; missione di bilancio; missioni di bilancio"
    )),
    # What is asked about it.
    (asks("count"), (
        "quanti; quante; numero di; conta; contami; conteggio; quanti sono; quante sono"
    )),
    (asks("extent"), (
        "quanto; quanta"
    )),
    (asks("most"), (
        "di piu; piu spesso; piu frequent*; piu volte; piu; principal*; maggiorment*; maggiori; maggiore; prevalent*; "
        "piu important*; piu comun*; top; piu ricorrent*; in prevalenza; prevalentement*; piu di tutti; piu di ogni "
        "altro; in primo luogo; con piu frequenza; piu di frequente; classifica; graduatoria; spesso; ricorrent*; "
        "frequent*; soprattutto; con maggior* frequenza"
    )),
    (asks("several"), (
        "piu politiche; molte politiche; tante politiche; parecchie politiche; politiche divers*; piu di una politica"
    )),
    (asks("each"), (
        "ogni; ciascun*; per ogni; per ciascun*; suddivis* per; divis* per; raggruppat* per; ognuno di; ognuna di; "
        "singol*; distint* per; ripartit* per; ordinat* per"
    )),
    (asks("pair"), (
        "coppia; coppie; a coppie"
    )),
    (asks("together"), (
        "insieme; assieme; congiuntament*"
    )),
    (asks("share"), (
        "in comune; condivid*; simil*; affin*; somigl*; assomigl*; accomun*; vicino a; vicini a"
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
        "modalita; modalita di; con quali modalita; in che modalita; in che veste; in quale veste; come; in che modo; "
        "in quale modo; in quali modi; in che maniera; a che titolo; con che ruolo; con quale ruolo; che ruolo; quale "
        "ruolo; ruolo; quale è ruolo; qual è ruolo"
    )),
    (asks("kind"), (
        "genere; generi; tipo; tipi; tipologi*; categori*"
    )),
    (asks("everything"), (
        "parlami di; raccontami di; raccontami; parlami; dimmi di piu su; dimmi di; cosa si sa di; che cosa si sa di; "
        "cosa sappiamo di; che cosa sappiamo di; cosa sai di; cosa sapete di; che cosa sapete di; tutto su; tutto "
        "quello che; tutto di; tutto cio che; informazion*; scheda; descriv*"
    )),
    (asks("network"), (
        "rete; reti; grafo; mappa; grafi"
    )),
    (asks("outline"), (
        "com è fatto; come è fatto; indice; struttura; sommario; schema"
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
        "almeno; o piu; come minimo; minimo; non meno di; minimo di"
    )),
    # "Più di tre" is at least four.
    (Sign("above"), (
        "piu di; oltre; superiore a"
    )),
    (Sign("not"), (
        "non; senza; nessun; nessuno; nessuna; privo; priva; privi; prive; manca; mancano; mancanti"
    )),
    # How a thing takes part.
    (leads(PARTNER, alone=PARTNER), (
        "mette insieme; mettono insieme; mettere insieme; unisce; uniscono; coinvolg~ere; coinvolto; coinvolta; "
        "coinvolti; coinvolte; coinvolgimento di; coinvolgimento; collabor~are; collaborazion*; cooper~are; "
        "cooperazione; partecip~are; partecipazione di; lavor~are; lavoriamo; collaboriamo; lavora con; in sinergia; "
        "sinergia; di concerto; partnership; partenariat*; affianc~are; a fianco di; di intesa; si realizza con; si "
        "realizzano con; alleat*; prend~ere parte; oper~are; agire; agisce; agiscono; cooptare; con partecipazione di; "
        "con contributo di; con aiuto di; con supporto di; con sostegno di; con apporto di; in accordo con; in "
        "raccordo con; in convenzione con; in rete con; in squadra con; fa squadra con; fanno squadra con; da mano; "
        "danno mano; dare mano; cont~are su; entra in gioco; entrano in gioco; chiam~are in causa; ingaggi~are; in "
        "concorso con; consultat*; coordin~are"
    )),
    # "Quali obiettivi sono stati realizzati?" is no question of the catalogue.
    (leads(PARTNER, PLACE, INSTRUMENT, alone="made"), (
        "condott*; portato avanti; portati avanti; portata avanti; portate avanti; gestit*; organizzat*; costruit*; "
        "progettat*; curato; curati; curata; curate; realizzat*; fatto; fatta; fatti; fatte; attuat*; svolto; svolta; "
        "svolti; svolte"
    )),
    (leads(PARTNER, alone="together"), (
        "insieme a; insieme con; assieme a; assieme con"
    )),
    (leads(PARTNER, PLACE), (
        "interviene; intervengono; intervenire"
    )),
    (leads(BENEFICIARY, THEME, alone=BENEFICIARY, then=(PARTNER, GOAL)), (
        "aiut~are; sostengono; sostenendo; sostiene; sostenere; sostenuto; sostenuti; sostenute; sostenuta; "
        "support~are; protegg~ere; protetto; protetti; protette; tutela; tutelano; tutelare; tutelato; tutelati; "
        "tutelate; si prende cura di; si prendono cura di; prendersi cura di; agevol~are; avvantaggi~are; "
        "preoccup~are; si cura di; si curano di"
    )),
    (leads(THEME, PLACE, alone=THEME, then=(GOAL, BENEFICIARY)), (
        "promuov~ere; valorizz~are; miglior~are; potenzi~are; rafforz~are; svilupp~are; incentiv~are; favor~isce; "
        "contro; contrast*; combatt~ere; previen*; prevengono; prevenire; lotta a; lotta contro; rilanci~are; "
        "riqualific~are; investe su; investono su; investe in; investono in; punt~are su; punta; puntano; investe; "
        "investono; incid~ere su; incid~ere in"
    )),
    (leads(BENEFICIARY, alone=BENEFICIARY), (
        "raggiung~ere; rivolge; rivolgono; rivolt*; destina; destinano; destinato; destinata; destinati; destinate; a "
        "favore di; in favore di; a beneficio di; a vantaggio di; a sostegno di; benefici~are; pensato; pensata; "
        "pensati; pensate; pensa a; pensano a; servito; servita; serviti; servite; giov~are; assist~ere; assistito; "
        "assistiti; indirizzati a; indirizzato a; indirizzate a; indirizzata a; hanno diritto; vanno a; va a; vanno a "
        "beneficio di; va a beneficio di; viene incontro a; vengono incontro a; fatto per; fatti per; fatta per; fatte "
        "per; rivolgersi; utile a; utili a; utile per; utili per; a misura di; in aiuto di"
    )),
    (leads(BENEFICIARY, alone=BENEFICIARY, then=(THEME, PLACE)), (
        "dedica; dedicano; dedicat*; riservat*; mirat*; mira a; mirano a"
    )),
    (leads(THEME, alone=THEME, then=(PARTNER, BENEFICIARY, PLACE, INSTRUMENT)), (
        "tratta; trattano; trattare; trattato; trattata; trattati; trattate; trattando; parl~are; parliamo; "
        "affront~are; occupa; occupano; occuparsi; occupato; in tema; in tema di; in materia; in campo; in ambito; in "
        "ambito di; in settore; in settore di; in campo di; in materia di; in fatto di; a proposito di; per quanto "
        "riguarda; vert~ere; discut~ere; discusso; discussi; incentrat*; focalizz*; centrat*; si concentra; si "
        "concentrano; concentrat*; su fronte di; su fronte; si discute; abbraccia; abbracciano; ragion~are; "
        "approfond~isce; lavora su; lavorano su; si lavora su; agisce su; agiscono su; interviene su; intervengono su; "
        "hanno a oggetto; ha a oggetto; hanno per oggetto; ha per oggetto; hanno come tema; ha come tema; hanno per "
        "tema; ha per tema; hanno a che fare con; ha a che fare con; hanno a che vedere con; ha a che vedere con"
    )),
    (leads(*ABOUT, then=(PARTNER,)), (
        "incide; incidono; riguard~are; riguardant*; riguardo; riguardo a; circa; in merito a; in relazione a; in "
        "riferimento a; concern*; interess~are; relativo; relativa; relativi; relative; inerent*; attinent*; tocc~are"
    )),
    (leads(*ROLES), (
        "entra; entrano; c entra; c entrano; inserit*; cit~are; nomin~are; menzion~are; richiam~are; compar~ire; "
        "compare; compaiono; appare; appaiono; figur~are; ricorre; ricorrono; presente; presenti; indicano; indicato; "
        "indicata; indicati; indicate; specific~are; dichiar~are; accenn~are; salta fuori; saltano fuori; spunta; "
        "spuntano; viene fuori; vengono fuori; riferimento; riferimenti; fa riferimento; fanno riferimento; fa "
        "riferimento a; fanno riferimento a"
    )),
    (asks("located"), (
        "si trova; si trovano"
    )),
    (leads(PLACE, alone=PLACE), (
        "svolg~ere; svolgersi; ubicat*; localizzat*; situat*; ambientat*"
    )),
    (leads(INSTRUMENT, alone=INSTRUMENT), (
        "usa; usano; usato; usata; usati; usate; usare; utilizz*; impiega; impiegano; impiegato; impiegati; si serve "
        "di; si servono di; attua; attuano; attuare; avvalg*; avvale; applic~are; ricorre a; ricorrono a; ricorso a; "
        "mediante; per mezzo di; in base a; si basa su; si basano su; basato su; basati su; poggia su; poggiano su; fa "
        "leva su; fanno leva su; sfrutta; sfruttano; previsti da; previste da; previsto da; prevista da; ai sensi di"
    )),
    (leads(INSTRUMENT, PARTNER, alone=INSTRUMENT), (
        "si appoggia a; si appoggiano a; tramite; attraverso; grazie a"
    )),
    (leads(INSTRUMENT, BENEFICIARY), (
        "serve; servono; servire"
    )),
    (leads(GOAL, MISSION, alone="contribute"), (
        "persegu~ire; contribu~isce; concorr~ere; contributo"
    )),
    (leads(*(ROLES - {ELEMENT}), alone="share"), (
        "collegat*; legato; legata; legati; legate; conness*; in relazione; correlat*"
    )),
    (leads(*ROLES, alone="link"), (
        "lega; legano; legame; legami"
    )),
    (leads(*MEMBER), (
        "comprend~ere; include; includono; raccogli~ere; raccolgono; raggrupp~are; rientr~are; ricad~ere; appartien*; "
        "appartengono; appartenent*; fa parte; fanno parte; facenti parte; compreso; compresa; compresi; comprese; "
        "inclus*; dentro; rispond~ere; contenuto; contenuta; contenuti; contenute; riconduc*; a interno di; in interno "
        "di; sotto; sta sotto; stanno sotto; dipend~ere da; corrispond~ere; confluisce in; confluiscono in; colloc~are"
    )),
    # "La parità di genere dell'Agenda 2030": what stands before it is one of the development goals.
    (Sign("agenda"), (
        "di agenda 2030; di agenda onu; di agenda onu 2030; in agenda 2030; di onu"
    )),
    # Words that are looked at by themselves; the first say nothing before a theme: "la promozione della cultura".
    (Sign("head"), (
        "gioco; fenomeno; pista; piste; percorso; percorsi; servizio; servizi; settore; settori; mondo; promozione; "
        "sviluppo; valorizzazione; gestione; cura; sostegno; miglioramento; potenziamento; rilancio; difesa; qualita; "
        "problema; problemi; questione; questioni; strutture; offerta; salvaguardia; diffusione; incentivazione"
    )),
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
    (Sign("what", OBJECTIVE), (
        "che si fa; che si sta facendo; che facciamo; che fate; che fa; che fanno; che sta facendo; che stanno "
        "facendo; che si prevede; che succede; che succedera"
    )),
    (Sign("do"), (
        "fa; fanno; fare; facciamo; sta facendo; stanno facendo; stiamo facendo; si sta facendo; succedera; accade; "
        "accadra; prevedera; fara; faranno; faremo; farete; prevede; prevedono; prevedere; previsto; prevista; "
        "previsti; previste; propone; propongono; succede; succedono; avviene; avvengono; intende; intendono; vuole "
        "fare; vogliono fare; si fara; programmato; c è"
    )),
    (Sign("do", "say"), (
        "dice; dicono"
    )),
    # What says nothing of the question.
    (Sign("light"), (
        "troviamo; vediamo; abbiamo; incontriamo; mette in campo; mettono in campo; offre; offrono; garantisce; "
        "garantiscono; assicura; assicurano; realizzazione di; attuazione di; svolgimento di; caratterizz~are; da "
        "luogo a; vita di; bisogni di; esigenze di; condizioni di; condizioni di vita di; diritti di; interessi di; a "
        "interno; sta scritto che; è scritto che; si legge che; si dice che; dice che; si vede che; disponibil*; "
        "interrogare; per favore; per piacere; per cortesia; perfavore; cortesement*; gentilment*; grazie; ciao; "
        "salve; buongiorno; buonasera; buon giorno; buona sera; mi dici; mi dica; mi dite; dimmi; mi puoi; mi sai; mi "
        "sa; mi potresti; mi potrebbe; puoi; può; puo; potresti; potrebbe; potete; vorrei; vorremmo; voglio; vogliamo; "
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
        "operativo; operativi; seguent*; qualcosa; realizza; realizzano; realizzare; in cui; a cui; da cui; per cui; "
        "in quali si; sta; stanno; stai; e stato; visualizz*; fai; fate; fammi sapere; fatemi sapere; consigliere; "
        "segnala; segnalami; presentami; presenta; presentate; riporta; riportami; riassumi; riassumimi; mandami; "
        "fornisci; fornitemi; fornire; ricavare; estrai; estrarre; individua; individuare; quel; quei; quegli; "
        "effettivament*; davvero; concretament*; in concreto; nostro territorio; a sassuolo; vengono elencati; in "
        "qualche modo; in generale; nostro; nostra; nostri; nostre; nel dettaglio; in dettaglio; in particolare; "
        "esattament*; in totale; complessivament*; intero; intera; completo; completa; poi; quindi; ma; punti; punto; "
        "parti di; mi sapresti; mi saprebbe; sapresti; saprebbe; sai; sapete; sarebbe; possibile; avrei bisogno di; "
        "bisogno di; bisogno; qualche; desidero; desidererei; gradirei; posso; possiamo; possono; mi occorre; mi "
        "occorrono; gentile; gent; buondi; vi chiedo; chiedo; chiedere; trovare elenco di; per curiosita; scusa; "
        "scusi; scusate; mi aiuti; mi aiutate; mi piacerebbe sapere; sto cercando; stiamo cercando; cerco; cerchiamo; "
        "mi elenchi; mi elencate; mi mostri; mi indichi; mi fai; mi fate; mi date; mi dai; mi dia; ti chiedo; aver; "
        "ottenere; consultare; leggere; scoprire; verificare; altri; altre; altro; altra; in grafo; alcun; vede; "
        "vedono; vedere coinvolti"
    )),
)  # fmt: skip

# What speaks of a theme as an adjective, and the name of the theme.
ADJECTIVES = {
    "ambientale": "ambiente", "turistico": "turismo", "culturale": "cultura", "sociale": "servizi sociali",
    "scolastico": "istruzione", "educativo": "educazione", "energetico": "energia", "commerciale": "commercio",
    "urbanistico": "urbanistica", "abitativo": "politiche abitative", "giovanile": "politiche giovanili",
    "climatico": "clima e adattamento", "occupazionale": "lavoro e occupazione", "industriale": "impresa e industria",
    "imprenditoriale": "impresa e industria", "sanitario": "salute",
}  # fmt: skip
# The forms in which a question uses a verb, by the ending of its infinitive; "isce" stands for "favorire, favorisce".
CONJUGATIONS = {
    "are": "a ano iamo ando ato ata ati ate era eranno",
    "ere": "e ono iamo endo era eranno",
    "ire": "e ono iamo endo ito ita iti ite ira iranno",
    "isce": "iscono iamo ire endo ito ita iti ite ira iranno",
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
ARTICLES = f"{FUNCTION_FORMS['il']} {FUNCTION_FORMS['un']}"
# What joins with no article has one form.
PREPOSITIONS = {key: FUNCTION_FORMS.get(key, key) for key in TIERS}
NUMBERS = "due tre quattro cinque sei sette otto nove dieci undici dodici"
LISTING = "elenco lista elenca elencami mostra mostrami dammi tutti tutte"
# So common that they tell the language.
SMALL = (
    "il lo la gli le di del della dei degli delle che quali quale con per chi sono nel nella al alla ai agli alle sul "
    "cosa dove come su da un una è quanti obiettivi"
)
