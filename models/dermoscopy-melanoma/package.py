"""From the linear answers of the folds to the package: ONNX file, out-of-fold figures, manifest and card."""
import json

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from data import HERE, SIZE, disc, read, without_corners
from train import VIEWS, network
from common.classification import calibration
from common.classification.exporting import export as write_onnx, out_of_fold
from common.classification.fold_package import about_the_file, binary_figures, shipped_nets, subgroup
from common.classification.folds import load_folds
from common.classification.net import shipped
from common.classification.stages import mean_head
from common.metrics import auroc, interval, softmax

WEIGHTS, MEASURED = HERE / "dermoscopy-melanoma.onnx", HERE / "measured.json"


def drawn_lesion(seed=8):
    """A made-up picture for the test vector: skin, an uneven brown patch with darker dots, a hair."""
    rng = np.random.default_rng(seed)
    s = SIZE * 2
    image = Image.new("RGB", (s, s), (212, 168, 150))
    draw = ImageDraw.Draw(image)
    angle = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    radius = s * (0.24 + 0.05 * np.sin(3 * angle) + 0.03 * np.cos(7 * angle))
    draw.polygon([(s * 0.52 + r * np.cos(a), s * 0.48 + r * np.sin(a)) for a, r in zip(angle, radius)], fill=(124, 78, 58))
    for _ in range(30):
        x, y = s * 0.5 + rng.normal(0, 0.11 * s, 2)
        draw.ellipse([x - 4, y - 4, x + 4, y + 4], fill=(70, 42, 36))
    draw.line([(0.1 * s, 0.2 * s), (0.8 * s, 0.75 * s)], fill=(50, 36, 30), width=3)
    image = np.asarray(image.filter(ImageFilter.GaussianBlur(1.5)).resize((SIZE, SIZE), Image.BILINEAR), float)
    return np.clip(np.round(image + rng.normal(0, 3, image.shape)), 0, 255).astype(np.uint8).transpose(2, 0, 1)


def mean_net(args):
    """The network that is shipped: one body, the mean of the linear answers."""
    return mean_head(load_folds(args.out, args.folds, network))


def export(args):
    """The ONNX file, calibrated on the out-of-fold logits of all images."""
    rows, images, labels, groups, fold = read(args.data, args.folds)
    slope, shift = calibration.fit(labels, out_of_fold(shipped_nets(args, network), VIEWS, images, fold))
    np.savez(args.out / "calibration.npz", slope=slope, shift=shift)
    write_onnx([mean_net(args)], VIEWS, WEIGHTS, SIZE, {"drawn": drawn_lesion()}, np.full(len(shift), slope), shift)


def dark_corners(images):
    """True where the corners outside the disc are mostly black."""
    outside = ~disc(images.shape[2], 1.2)
    return images[:, :, outside].mean((1, 2)) < 60


CHANGES = {"corners masked": without_corners, "brightness x 0.8": lambda x: (x * 0.8).astype(np.uint8),
           "warmer (red x 1.1, blue x 0.9)": lambda x: np.clip(x * np.array([1.1, 1.0, 0.9]).reshape(1, 3, 1, 1), 0, 255).astype(np.uint8)}


def age_groups(rows):
    age = np.array([float(r["age_approximate"]) if r["age_approximate"].replace(".", "", 1).isdigit() else np.nan for r in rows])
    sex = np.array([r["sex"] for r in rows])
    groups = {"age < 40": age < 40, "age 40-59": (age >= 40) & (age < 60), "age >= 60": age >= 60, "age unknown": np.isnan(age),
              "men": sex == "male", "women": sex == "female"}
    return {k: v for k, v in groups.items() if v.sum() >= 30}, age


def worst_errors(truth, p, images, age):
    """Brightness, contrast and age of the melanomas and other lesions judged worst, beside the rest of their kind."""
    flat = images.reshape(len(images), -1)
    low, high = np.quantile(p[truth], 0.1), np.quantile(p[~truth], 0.95)
    parts = {"missed": truth & (p <= low), "other melanomas": truth & (p > low), "false alarms": ~truth & (p >= high), "other lesions": ~truth & (p < high)}
    return {k: {"n": int(v.sum()), "brightness": float(flat[v].mean()), "contrast": float(flat[v].std(1).mean()), "age": float(np.nanmean(age[v]))}
            for k, v in parts.items()}


def evaluate(args):
    rows, images, labels, groups, fold = read(args.data, args.folds)
    nets = shipped_nets(args, network)
    raw = out_of_fold(nets, VIEWS, images, fold)
    p = softmax(calibration.cross_fitted(labels, raw, fold))[:, 1]
    truth, margin = labels == 1, raw[:, 1] - raw[:, 0]
    changed = {name: out_of_fold(nets, VIEWS, images, fold, change) for name, change in CHANGES.items()}
    masked = changed["corners masked"][:, 1] - changed["corners masked"][:, 0]
    parts, age = age_groups(rows)
    parts |= {"dark corners": dark_corners(images), "no dark corners": ~dark_corners(images)}
    known = ~np.isnan(age)
    out = binary_figures(truth, margin, p, groups, fold, 0.9) | {
        "changed_images_auroc": {name: auroc(truth, z[:, 1] - z[:, 0]) for name, z in changed.items()},
        "corners_masked_interval": interval(lambda i: auroc(truth[i], masked[i]), len(truth), groups),
        "baselines": {"mean darkness AUROC": auroc(truth, -images.reshape(len(images), -1).mean(1)),
                      "age alone AUROC (age known)": auroc(truth[known], age[known])},
        "subgroups": {k: subgroup(truth, margin, v) for k, v in parts.items()}, "worst_errors": worst_errors(truth, p, images, age),
    } | about_the_file(args, [shipped(mean_net(args))], VIEWS, WEIGHTS, images[::29])
    MEASURED.write_text(json.dumps(out, indent=1) + "\n")
    print(json.dumps({k: v for k, v in out.items() if k != "calibration"}, indent=1))


def manifest(args):
    from manifest import write

    write()
