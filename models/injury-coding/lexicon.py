"""Emergency-department words for body parts and injuries (after the NEISS coding manual's definitions): the model's prior
knowledge. Patterns match whole tokens, a glued token without its '##'."""
import re

BODY_PART = {
    "all of the body": r"inhal\w*|ingest\w*|swallow\w*|poison\w*|anxiety|panic|syncope|seizure|asthma|monoxide|fumes|abuse|"
                       r"intox\w*|body",
    "ankle": r"ankles?|malleol\w*|achilles", "ear": r"ears?|tm|tms|tympanic|hearing|tinnitus|eardrums?|otitis|auricle|pinna|"
                                                    r"acoustic|earlobe|otalgia",
    "elbow": r"elbows?|olecranon", "eyeball": r"eyes?|corn|cornea\w*|conj|conjunct\w*|retina\w*|globe|hyphema|iritis|uveitis|"
                                              r"vision|visual|ocular|ophthalm\w*|eyeballs?|sclera\w*|keratitis|photophobia",
    "face": r"face|facial|forehead|cheeks?|cheekbone|nose|nasal|chin|eyelids?|eyebrows?|lids?|palpebra\w*|brows?|jaw|mandib\w*|"
            r"orbit\w*|periorb\w*|maxil\w*|zygoma\w*|nostril",
    "finger": r"fingers?|fngers|thumbs?|digits?|index|pinky|pinkie|fingertips?|fingernail|phalanx|phal\w*|nailbed|nail|fin|"
              r"interphal\w*", "foot": r"foot|feet|heel|metatarsal\w*|plantar|soles?",
    "hand": r"hands?|palms?|palmar|metacarp\w*|thenar|knuckles?|hypothenar", "head": r"heads?|skull|scalp|brain|concussion\w*|"
            r"chi|cerebral|intracran\w*|headaches?|cephalgia|migraine|parietal|occip\w*|temporal|tbi|subdural",
    "knee": r"knees?|patella\w*|meniscus", "lower arm": r"forearms?|radius|radial|ulna\w*",
    "lower leg": r"shins?|calf|calves|tibia\w*|fibula\w*|tib|lowerleg", "leg": r"legs?|extremit\w*",
    "lower trunk": r"abd|abdom\w*|hips?|buttocks?|groin|pelvi\w*|flank|lumbar|stomach|sacr\w*|coccyx|inguinal|bowel|lumbosacral",
    "mouth": r"mouth|lips?|tongue|tooth|teeth|dental|oral|gums?|dentition|palate", "neck": r"neck|throat|cervical|larynx|trachea",
    "pubic region": r"penis|penile|scrot\w*|testic\w*|genital\w*|pubic|vagin\w*|perine\w*|labia\w*|testes",
    "shoulder": r"shoulders?|clavic\w*|axilla\w*|scapula\w*|armpit|rotator", "toe": r"toes?|toenail|hallux",
    "arm": r"arms?|biceps?|triceps?|humer\w*", "upper leg": r"thighs?|femur|femoral|quad\w*|hamstring",
    "upper trunk": r"chest|ribs?|breasts?|thora\w*|stern\w*|pneumo\w*|lungs?|copd|bronch\w*|cardiac|palpitation\w*|heart|liver|"
                   r"vertebra\w*|spleen|sob", "back": r"back|trunk|torso", "wrist": r"wrists?|carpal|scaphoid",
    "lower": r"lower|low|lwr", "upper": r"upper|uppr", "multiple": r"mult|multi|multiple|multip|various|several|tbsa|bsa",
}
DIAGNOSIS = {
    "amputation": r"amput\w*|amp|severed|missing", "anoxia": r"inhal\w*|asthma\w*|anoxi\w*|hypoxi\w*|fumes",
    "avulsion": r"avuls\w*|avulsed|deglov\w*", "burn": r"burn\w*|brn\w*|blister\w*|thermal|scald\w*|bunts",
    "degree": r"1st|2nd|3rd|partial|thickness|degree|deg|superficial|tbsa|bsa", "chemical": r"chemical|caustic",
    "concussion": r"concuss\w*", "contusion": r"contus\w*|conts?|bruis\w*|ecchymo\w*", "abrasion": r"abras\w*|abrs?|scratch\w*|abrad\w*",
    "skin": r"dermat\w*|rash|conjunctiv\w*|keratoconj\w*|keratitis|urticaria", "dental": r"tooth|teeth|dental",
    "dislocation": r"disloc\w*|sublux\w*|displaced", "foreign body": r"fb|fbs|foreign|shrapnel|embedded|retained|metallic|bb",
    "fracture": r"fx|fxs|fract\w*|frac|broken|blowout|comminut\w*", "hematoma": r"hematom\w*|hemat",
    "bleeding": r"hemorrh\w*|hyphema|bleed\w*|subconj\w*", "internal": r"chi|tbi|intracran\w*|pneumo\w*|liver|spleen|closed|"
    r"ruptur\w*|subdural|organ", "perforation": r"perf|perfor\w*|perfed", "head injury": r"heads?",
    "laceration": r"lac|lacs|lacer\w*|cut|cuts|gash", "poisoning": r"poison\w*|ingest\w*|ate|swallow\w*|overdose|od|toxic\w*|"
    r"abuse|cocaine|migraine", "puncture": r"punct\w*|pw|gsw|penetrat\w*|impaled", "sprain": r"sprain\w*|strain\w*|strn|ms|"
    r"musculosk\w*|achilles|tendon", "crush": r"crush\w*|mangl\w*", "pain": r"pain\w*|sore\w*|ache|otalgia|tender\w*",
    "blast": r"blast\w*|explosive", "hearing": r"tinnitus|hearing|ringing|acoustic|deaf\w*",
    "inflammation": r"iritis|uveitis|cellulitis|infect\w*|otitis|swell\w*|irritation|redness", "injury": r"inj|injs|injur\w*|trauma\w*|"
    r"wounds?", "mental": r"anxiety|panic|ptsd|syncope|seizure|palpitation\w*|headaches?",
}
STRONG_MARKER, WEAK_MARKER = r"dx|dxs|diagnosis|impression", r">|;|/"


def table(patterns, vocabulary):
    """Concept of each token of the vocabulary (list by id): the first pattern that matches, -1 where none does."""
    compiled = [re.compile(p) for p in patterns.values()]
    out = []
    for token in vocabulary:
        word = token.removeprefix("##")
        out.append(next((i for i, p in enumerate(compiled) if p.fullmatch(word)), -1))
    return out
