"""Words that rank, blame or score people, each with forms it must catch; and where one of them may stand, and why.

A text that people read may not have them, in the program, its resources or its documents. Reword first. Only where the
word is about a thing, or says that something is not done, is the phrase added below with its reason.
"""

from __future__ import annotations

from typing import NamedTuple

WORDS = {
    r"rank(s|ed|ings?)?": ("rank", "ranks", "ranked", "ranking", "Rankings"),
    r"league[- ]tables?": ("league table", "League-tables"),
    r"worst": ("worst",),
    r"(best|top|star|high|low|poor|worst|bad)[- ]perform(er|ers|ing|ance)": ("best performer", "poor performance"),
    r"perform(s|ed|ing)? (badly|poorly)": ("performs poorly", "performed badly"),
    r"under-?(perform|achiev)\w*": ("underperform", "underperformer", "under-performing", "underachiever"),
    r"outliers?": ("outlier", "outliers"),
    r"outlying (clinician|doctor|consultant|colleague|surgeon)s?": ("outlying clinicians",),
    r"blam(e[sd]?|ing|eworthy)": ("blame", "blames", "blamed", "blaming", "blameworthy"),
    r"(at fault|faults?)": ("fault of", "faults", "at fault"),
    r"failing (doctor|clinician|consultant|colleague|surgeon)s?": ("failing doctor", "failing colleagues"),
    r"scor(e[sd]?|ing|ecards?)": ("score", "scores", "scored", "scoring", "scorecard"),
    r"(rated|ratings?)": ("rated", "rating", "ratings"),
    r"(?-i:RAG)|red[ ,/-]+amber": ("RAG", "red/amber/green", "red, amber"),
    r"red[- ]flag(s|ged)?": ("red flag", "red-flagged"),
    r"traffic[- ]lights?": ("traffic light", "traffic-lights"),
    r"(bottom|top|lowest|highest|worst|best) (quartile|quintile|decile|third|half|ten|10)": ("bottom quartile",),
    r"(nam(e|ed|ing) (and|&) )?sham(e|ed|ing|eful)": ("name and shame", "naming and shaming", "shameful"),
    r"culprits?": ("culprit",),
    r"(excuse[sd]?|inexcusable)": ("excuse", "excuses", "inexcusable"),
    r"(guilt|guilty|culpab\w+)": ("guilt", "guilty", "culpable"),
    r"(offenders?|wrongdo\w+)": ("offender", "wrongdoing"),
    r"(incompeten(t|ce)|inadequate|substandard|mediocre)": ("incompetent", "inadequate", "substandard", "mediocre"),
    r"(bad|weak|weakest|problem|difficult) (doctor|clinician|consultant|colleague)s?": (
        "bad doctor",
        "weakest clinician",
    ),
    r"(punish\w*|reprimand\w*)": ("punish", "punishment", "reprimanded"),
    r"(laggards?|also-rans?|losers?)": ("laggard", "also-ran", "loser"),
}


class Allowed(NamedTuple):
    """``phrase`` is the text round the word, as the file has it."""

    file: str
    phrase: str
    reason: str


_NOT_DONE = "says that it is not done"
_A_MACHINES = "a fault of the program or a disk"
_BOWEL = "how clean a bowel was, as endoscopy systems write it"

ALLOWED = (
    Allowed("src/cdconsole/cli/__init__.py", "The program has a fault", _A_MACHINES),
    Allowed("src/cdconsole/services/exchange_schedule.py", "a fault of the program", _A_MACHINES),
    Allowed("src/cdconsole/storage/sqlcipher.py", "The disk reports a fault", _A_MACHINES),
    Allowed("src/cdconsole/ui/shell/problems.py", "A fault in cdconsole", _A_MACHINES),
    Allowed("src/cdconsole/services/endoscopy_records.py", "inadequate", _BOWEL),
    Allowed("docs/measures.md", "inadequate if it says poor, very poor, inadequate, not", _BOWEL),
    Allowed("docs/measures.md", "nobody is ranked", _NOT_DONE),
    Allowed("docs/measures.md", "floor(10 rank / (k + 1))", "the place of a number among numbers, in a formula"),
    Allowed("docs/measures.md", "z-scores", "the statistic of that name"),
    Allowed("docs/glossary.md", "Nobody is ranked", _NOT_DONE),
    Allowed("docs/safety/hazards.md", "Nothing in it is scored", "about hazards, and says that it is not done"),
    Allowed("docs/safety/hazards.md", "no ranks, scores or colours for people", _NOT_DONE),
    Allowed("docs/safety/hazards.md", "blame; the chance is calculated", "names the harm that is guarded against"),
    Allowed("docs/safety/hazards.md", "the program's reports of faults", _A_MACHINES),
    Allowed("docs/adr/0006-hand-written-sql.md", "the worst crashes in comparable programs", "about programs"),
    Allowed("resources/measures/templates.json", "Comfort score and sedation", "a patient's comfort, by its name"),
    Allowed("resources/measures/templates.json", "it ranks nobody", _NOT_DONE),
    Allowed("resources/guide/behind-a-chart.md", "no flag and no rank", _NOT_DONE),
)
