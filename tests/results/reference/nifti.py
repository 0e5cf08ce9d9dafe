"""What nibabel reads in the files of nifti.json (Debian python3-nibabel 5.0.0); run again after `file` has changed.

    python3 nifti.py nifti.json
"""

import base64
import json
import sys

import nibabel

path = sys.argv[1]
cases = json.load(open(path))
for case in cases:
    image = nibabel.Nifti1Image.from_bytes(base64.b64decode(case["file"]))
    case["nibabel"] = {
        "shape": list(image.shape),
        "dtype": image.get_data_dtype().name,
        "affine": image.affine.tolist(),
        "zooms": [float(size) for size in image.header.get_zooms()],
        "units": list(image.header.get_xyzt_units()),
        "sform": int(image.header["sform_code"]),
        # First axis fastest.
        "data": image.get_fdata().ravel(order="F").tolist(),
    }
json.dump(cases, open(path, "w"), separators=(",", ":"))
