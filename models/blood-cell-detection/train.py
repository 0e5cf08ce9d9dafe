"""Trains and packages the blood cell detector. Sub-commands: fit, evaluate, export, manifest (see --help).

    python3 train.py fit --out /tmp/run --epochs 60      # trains on the seeded training part
    python3 train.py export --out /tmp/run                # ONNX file and its test vector
    python3 train.py evaluate --out /tmp/run              # figures of the ONNX file on validation -> measured.json
    python3 train.py manifest                             # card.md, manifest.json from measured.json and the files

Needs numpy, Pillow and torch; export also onnx, evaluate also onnxruntime. fit resumes from --out/last.pt.
"""
import argparse
import math
import time
from copy import deepcopy
from pathlib import Path

import numpy as np
import torch

import evaluate as ev
from data import LABELS, read_field, split_names, training_sample, whole_sample
from loss import detection_loss
from net import Detector, Packaged, gflop

HERE = Path(__file__).resolve().parent
DATA = HERE / "../../../shared/data/train/blood-wbc/detection-bccd"


def batches(fields, args, epoch):
    """Seeded augmented batches of one epoch."""
    rng = np.random.default_rng([args.seed, epoch])
    order = rng.permutation(len(fields))
    whole = epoch >= args.epochs * args.whole_from
    for start in range(0, len(order) - args.batch + 1, args.batch):
        chosen = [int(i) for i in order[start:start + args.batch]]
        if whole:
            size = round(args.size * float(rng.choice([0.75, 0.875, 1.0, 1.0, 1.0, 1.0, 1.125, 1.25])))
            portrait = bool(rng.random() < 0.4)
            samples = [whole_sample(fields[i], size, portrait, rng) for i in chosen]
        else:
            samples = [training_sample(fields, i, args.size, args.canvas, rng, args.mosaic) for i in chosen]
        images = torch.from_numpy(np.stack([s[0] for s in samples])).contiguous(memory_format=torch.channels_last)
        targets = [tuple(torch.from_numpy(v) for v in s[1:]) for s in samples]
        yield images, targets


def validate(net, val, size):
    """AP per label at IoU 0.5 on the validation fields."""
    module = Packaged(net.eval())
    found = ev.suppress(ev.predict(ev.torch_network(module), [v[0] for v in val], size), 0.5)
    return ev.ap_table(found, [v[1:] for v in val])


def save(path, **content):
    part = path.with_suffix(".part")
    torch.save(content, part)
    part.replace(path)


def fit(args):
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    train_names, val_names = split_names(args.data)
    if args.all:
        train_names = sorted(train_names + val_names)
    fields = [read_field(args.data, n) for n in train_names]
    val = [read_field(args.data, n) for n in val_names]
    net = Detector().to(memory_format=torch.channels_last)
    ema = deepcopy(net)
    print(f"{len(fields)} fields, {sum(p.numel() for p in net.parameters())} parameters, "
          f"{gflop(net.eval(), 384, 512):.2f} GFLOP at 512x384", flush=True)
    decayed = [p for p in net.parameters() if p.ndim > 1]
    other = [p for p in net.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW([{"params": decayed, "weight_decay": args.decay},
                                   {"params": other, "weight_decay": 0.0}], lr=args.lr, betas=(0.9, 0.99))
    per_epoch = len(fields) // args.batch
    total, step, first, best = per_epoch * args.epochs, 0, 0, 0.0
    last = args.out / "last.pt"
    if last.exists():
        state = torch.load(last)
        net.load_state_dict(state["net"])
        ema.load_state_dict(state["ema"])
        optimiser.load_state_dict(state["optimiser"])
        step, first, best = state["step"], state["epoch"] + 1, state["best"]
    for epoch in range(first, args.epochs):
        net.train()
        began, sums = time.time(), np.zeros(2)
        for images, targets in batches(fields, args, epoch):
            warm = min(1.0, (step + 1) / (3 * per_epoch))
            rate = args.lr * warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * step / total)))
            for group in optimiser.param_groups:
                group["lr"] = rate
            cls, box = detection_loss(*net(images), targets, args.rbc_negative if epoch >= args.epochs * 0.15 else 1.0)
            optimiser.zero_grad(set_to_none=True)
            (cls + 2.0 * box).backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 10.0)
            optimiser.step()
            step += 1
            keep = min(args.ema, (1 + step) / (10 + step))
            with torch.no_grad():
                for a, b in zip(ema.state_dict().values(), net.state_dict().values()):
                    a.lerp_(b, 1 - keep) if a.dtype.is_floating_point else a.copy_(b)
            sums += [float(cls.detach()), float(box.detach())]
        line = f"{epoch + 1}/{args.epochs} cls {sums[0] / per_epoch:.4f} box {sums[1] / per_epoch:.4f} {time.time() - began:.1f} s"
        if (epoch + 1) % args.every == 0 or epoch + 1 == args.epochs:
            aps = validate(ema, val, args.size)
            score = float(np.mean(aps))
            line += "  AP " + " ".join(f"{k} {v:.4f}" for k, v in zip(LABELS, aps)) + f"  mean {score:.4f}"
            if score > best:
                best = score
                save(args.out / "best.pt", ema=ema.state_dict(), epoch=epoch, score=score, size=args.size)
            save(last, net=net.state_dict(), ema=ema.state_dict(), optimiser=optimiser.state_dict(),
                 step=step, epoch=epoch, best=best, size=args.size)
        print(line, flush=True)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("command", choices=["fit", "evaluate", "export", "manifest"])
    p.add_argument("--data", type=Path, default=DATA)
    p.add_argument("--out", type=Path, default=Path("run"), help="folder of checkpoints")
    p.add_argument("--weights", default="last.pt", help="checkpoint in --out to evaluate or export")
    p.add_argument("--epochs", type=int, default=60)
    p.add_argument("--batch", type=int, default=6)
    p.add_argument("--size", type=int, default=512, help="longest side of the network input")
    p.add_argument("--canvas", type=int, default=416, help="side of the square training samples")
    p.add_argument("--lr", type=float, default=2e-3)
    p.add_argument("--decay", type=float, default=0.03)
    p.add_argument("--ema", type=float, default=0.997)
    p.add_argument("--mosaic", type=float, default=0.4)
    p.add_argument("--whole-from", type=float, default=0.75, help="part of the epochs after which samples are whole fields")
    p.add_argument("--rbc-negative", type=float, default=1.0, help="weight of confident unlabelled red cells")
    p.add_argument("--every", type=int, default=5, help="epochs between validations and checkpoints")
    p.add_argument("--all", action="store_true", help="train on every field (the validation figure is then void)")
    p.add_argument("--seed", type=int, default=0)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--nms", type=float, default=0.6, help="IoU threshold of the suppression")
    p.add_argument("--wasm-seconds", type=float, help="manifest: one field in onnxruntime-web on one thread, measured apart")
    p.add_argument("--version", default="1.0.0", help="manifest: version of the package")
    args = p.parse_args()
    if args.command == "fit":
        fit(args)
    else:
        import package
        getattr(package, args.command)(args)


if __name__ == "__main__":
    main()
