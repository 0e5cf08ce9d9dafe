"""One network per fold of a grouped cross-validation; the package averages them, figures are out-of-fold."""
import argparse
from pathlib import Path

import numpy as np
import torch

from common.classification.training import predict, train
from common.splits import fold_of


def folds_of(seed, groups, folds):
    """Fold number of every row, by its group."""
    return np.array([fold_of(seed, g, folds) for g in groups])


def flipped(images, axes):
    """uint8 images mirrored over the axes ('', 'x', 'y' or 'xy')."""
    dims = [d for d, name in ((3, "x"), (2, "y")) if name in axes]
    return images.flip(dims) if dims else images


def logits_of(net, images, rows, views):
    """Mean logits over the mirrored views, as the package computes them."""
    return torch.stack([predict(net, flipped(images[rows], v), torch.arange(len(rows))) for v in views]).mean(0)


def fit_folds(args, images, fold, make_net, augment, loss, views, report, usable=None):
    """Trains the missing folds below args.out; returns (networks, out-of-fold logits of every row)."""
    torch.set_num_threads(args.threads)
    nets, oof = [], None
    for k in range(args.folds):
        torch.manual_seed(args.seed * 1000 + k)
        keep = fold != k if usable is None else (fold != k) & usable
        rows, held = (torch.from_numpy(np.nonzero(v)[0]) for v in (keep, fold == k))
        print(f"fold {k}: {len(rows)} training, {len(held)} held", flush=True)
        net = train(make_net(), images, rows, augment, loss, args.out / f"fold{k}", args.epochs, args.batch, args.lr,
                    decay=args.decay, seed=args.seed * 1000 + k, every=args.every,
                    report=lambda a: report(predict(a, images, held).numpy(), held.numpy()))
        logits = logits_of(net, images, held, views).numpy()
        oof = np.zeros((len(fold), logits.shape[1]), np.float32) if oof is None else oof
        oof[held.numpy()] = logits
        print(f"fold {k}: {report(logits, held.numpy())}", flush=True)
        nets.append(net)
    return nets, oof


def load_folds(out, folds, make_net):
    """The finished networks of all folds."""
    nets = []
    for k in range(folds):
        net = make_net()
        net.load_state_dict(torch.load(Path(out) / f"fold{k}" / "final.pt")["ema"])
        nets.append(net.eval())
    return nets


def arguments(description, name, data, folds=5, epochs=40, batch=32, lr=2e-3, cells=None):
    """The command line that the fold-trained packages share; cells: where the checkpoint of the white cell network lies, for those that use it."""
    p = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("command", choices=["train", "export", "evaluate", "manifest"])
    p.add_argument("--data", type=Path, default=data)
    p.add_argument("--out", type=Path, default=Path(f"/tmp/train/{name}"), help="folder of checkpoints")
    if cells is not None:
        p.add_argument("--cells", type=Path, default=cells, help="checkpoint of the white cell network")
    p.add_argument("--folds", type=int, default=folds)
    p.add_argument("--epochs", type=int, default=epochs)
    p.add_argument("--batch", type=int, default=batch)
    p.add_argument("--lr", type=float, default=lr)
    p.add_argument("--decay", type=float, default=0.05)
    p.add_argument("--every", type=int, default=5, help="epochs between reports and checkpoints")
    p.add_argument("--seed", type=int, default=0)
    p.add_argument("--threads", type=int, default=1)
    return p.parse_args()
