"""Numbers of table changes, for tests/domain/kernels/tables.

Run: python3 tables.py > tables.json   (pandas 1.5.3, numpy 1.24.2)
"""
import json

import numpy as np
import pandas as pd
from reference_input import floats, noise


def listed(values):
    return [None if pd.isna(v) else float(f"{v:.15g}") for v in values]


rows = 25
when = pd.Timestamp("2026-03-01T05:10:00") + pd.to_timedelta(np.sort(noise(7000, rows).astype(int)) * 13, unit="min")
value = floats(7001, (rows,)) * 100
value[noise(7002, rows) % 5 == 0] = np.nan
order = np.argsort(noise(7003, rows), kind="stable")
frame = pd.DataFrame({"t": when[order], "v": value[order]})
series = frame.sort_values("t", kind="stable").set_index("t")["v"]
cases = {"times": [int(t.value // 10**6) for t in frame["t"]], "values": listed(frame["v"]), "resampled": [], "ffill": listed(frame["v"].ffill()),
         "mean": listed(frame["v"].fillna(frame["v"].mean()))}
for minutes in (60, 420):
    for how in ("mean", "sum", "min", "max", "first", "last", "count"):
        result = getattr(series.resample(f"{minutes}min", origin="start_day"), how)()
        cases["resampled"].append({"period": minutes * 60000, "aggregate": how, "fill": "none",
                                   "start": [int(t.value // 10**6) for t in result.index], "values": listed(result)})
for fill, f in (("ffill", lambda s: s.ffill()), ("linear", lambda s: s.interpolate("linear")), ("zero", lambda s: s.fillna(0))):
    result = f(series.resample("60min", origin="start_day").mean())
    cases["resampled"].append({"period": 3600000, "aggregate": "mean", "fill": fill, "start": [int(t.value // 10**6) for t in result.index], "values": listed(result)})
grid = floats(7010, (11, 3))
cases["windows"] = [{"length": n, "stride": s, "values": np.lib.stride_tricks.sliding_window_view(grid, n, axis=0)[::s].transpose(0, 2, 1).ravel().tolist()}
                    for n, s in ((4, 1), (5, 3), (11, 2))]
print(json.dumps(cases, separators=(",", ":")))
