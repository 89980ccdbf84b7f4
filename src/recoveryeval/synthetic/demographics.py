"""Age, sex, race and the other things an intake form asks, and the person table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.synthetic.people import People
from recoveryeval.synthetic.streams import Streams

SEX = np.array(["female", "male", "intersex", "unknown"], dtype=object)
SEX_SHARE = (0.40, 0.57, 0.01, 0.02)
GENDER = {"female": "woman", "male": "man"}
RACE = np.array(
    ["white", "black", "native", "asian", "white;black", "white;native", None], dtype=object
)
RACE_SHARE = (0.58, 0.22, 0.05, 0.03, 0.05, 0.03, 0.04)
ETHNICITY = np.array(["not_hispanic", "hispanic", "unknown"], dtype=object)
ETHNICITY_SHARE = (0.76, 0.18, 0.06)
ZIP3 = np.array(["019", "021", "044", "086", "432", "597"], dtype=object)
SOURCE = "redcap"
YOUNGEST, OLDEST = 19, 66


def person_frame(people: People, rngs: Streams) -> pd.DataFrame:
    """Return the person table, with severity and dual diagnosis as known at intake."""
    rng = rngs["people"]
    year = people.anchor.astype("datetime64[D]").astype("datetime64[Y]").astype("int64") + 1970
    age = np.clip(np.round(rng.gamma(9.0, 4.3, people.n)), YOUNGEST, OLDEST).astype("int64")
    sex = rng.choice(SEX, people.n, p=SEX_SHARE)
    gender = pd.Series(sex, dtype="object").map(GENDER)
    gender = gender.mask(rng.random(people.n) < 0.02, "nonbinary")
    return pd.DataFrame(
        {
            "person_id": people.person_id,
            "birth_year": year - age,
            "sex": sex,
            "gender": gender.to_numpy(dtype=object),
            "race": rng.choice(RACE, people.n, p=RACE_SHARE),
            "ethnicity": rng.choice(ETHNICITY, people.n, p=ETHNICITY_SHARE),
            "zip3": ZIP3[people.site],
            "source": SOURCE,
            "severity": people.severity,
            "dual_diagnosis": people.dual.astype(bool),
        }
    )
