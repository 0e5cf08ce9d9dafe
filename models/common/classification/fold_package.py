"""What the fold-trained packages share: shipped networks, calibrated export, figures of a two-class question."""
import numpy as np
import torch

from common.classification import calibration
from common.classification.exporting import agreement, export, out_of_fold
from common.classification.folds import load_folds
from common.classification.net import gflop, shipped
from common.metrics import (at_threshold, auroc, average_precision, brier, calibration_table, ece, interval, sensitivity_threshold,
                            youden_threshold)
from common.packages import sha256


def shipped_nets(args, network):
    torch.set_num_threads(args.threads)
    return [shipped(net) for net in load_folds(args.out, args.folds, network)]


def export_folds(args, network, views, path, images, labels, fold, tests):
    """The ONNX file: mean of the networks, calibrated on the out-of-fold logits of all images."""
    nets = shipped_nets(args, network)
    slope, shift = calibration.fit(labels, out_of_fold(nets, views, images, fold))
    np.savez(args.out / "calibration.npz", slope=slope, shift=shift)
    export(nets, views, path, images.shape[2], tests, np.full(len(shift), slope), shift)


def about_the_file(args, nets, views, path, images):
    """Figures of the ONNX file itself: agreement with torch, time, size of the networks."""
    stored = np.load(args.out / "calibration.npz")
    apart, seconds = agreement(path, nets, views, images, float(stored["slope"]), stored["shift"])
    return {"calibration_slope_and_shifts": [float(stored["slope"]), stored["shift"].tolist()], "onnx_largest_logit_difference": apart,
            "onnxruntime_seconds_per_image_1_thread": seconds, "gflop": gflop(nets[0], *images.shape[2:]) * len(nets) * len(views),
            "parameters": sum(p.numel() for p in nets[0].parameters()) * len(nets), "folds": args.folds, "epochs": args.epochs,
            "size": images.shape[2], "weights_sha256": sha256(path)}


def binary_figures(truth, raw, p, groups, fold, sensitivity=0.95):
    """Discrimination by the uncalibrated score `raw`, the rest by the cross-fitted probability p."""
    n = len(truth)
    return {"n": n, "positives": int(truth.sum()), "prevalence": float(truth.mean()), "groups": len(set(groups)), "auroc": auroc(truth, raw),
            "auroc_interval": interval(lambda i: auroc(truth[i], raw[i]), n, groups),
            "auroc_of_each_fold": [auroc(truth[fold == k], raw[fold == k]) for k in np.unique(fold)],
            "average_precision": average_precision(truth, p), "ece": ece(truth, p), "brier": brier(truth, p),
            "calibration": calibration_table(truth, p, 8), "youden": at_threshold(truth, p, youden_threshold(truth, p)),
            "high_sensitivity": {"aimed_at": sensitivity} | at_threshold(truth, p, sensitivity_threshold(truth, p, sensitivity))}


def subgroup(truth, raw, rows):
    t, z = truth[rows], raw[rows]
    return {"n": int(rows.sum()), "positives": int(t.sum()), "auroc": auroc(t, z),
            "auroc_interval": interval(lambda i: auroc(t[i], z[i]), len(t), rounds=1000)}
