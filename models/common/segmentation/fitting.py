"""Training with a schedule that survives interruption: AdamW, warm-up and cosine, weight average, checkpoints."""
import argparse
import math
import time
from copy import deepcopy
from pathlib import Path

import torch


def arguments(description, here, dataset, **defaults):
    """Arguments of every train.py: command, --data, --out, schedule; defaults are the recipe that was shipped."""
    p = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("command", choices=["train", "export", "evaluate", "package"])
    p.add_argument("--data", type=Path, default=here / "../../../shared/data/train" / dataset)
    p.add_argument("--out", type=Path, default=Path("run"), help="folder of checkpoints and log")
    p.add_argument("--weights", default="best.pt", help="checkpoint in --out to export")
    p.add_argument("--seed", type=int, default=0)
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--epochs", type=int, default=defaults.pop("epochs"))
    p.add_argument("--steps", type=int, default=defaults.pop("steps"), help="batches an epoch")
    p.add_argument("--batch", type=int, default=defaults.pop("batch"))
    p.add_argument("--lr", type=float, default=defaults.pop("lr", 2e-3))
    p.add_argument("--decay", type=float, default=defaults.pop("decay", 0.02))
    p.add_argument("--average", type=float, default=defaults.pop("average", 0.995), help="decay of the weight average")
    p.add_argument("--every", type=int, default=defaults.pop("every", 2), help="epochs between validations")
    p.add_argument("--patience", type=int, default=defaults.pop("patience", 1000), help="validations without a better score")
    for name, value in defaults.items():
        p.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    return p.parse_args()


def save(path, **content):
    part = path.with_suffix(".part")
    torch.save(content, part)
    part.replace(path)


def fit(net, sample, loss, validate, args):
    """Trains net; sample(epoch) yields the batches of one epoch, loss(net, batch) gives a scalar tensor.

    validate(net) -> (score to raise, words for the log), called on the averaged weights; best.pt keeps the highest,
    last.pt resumes.
    """
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    net.to(memory_format=torch.channels_last if any(p.ndim == 4 for p in net.parameters()) else torch.contiguous_format)
    average = deepcopy(net)
    optimiser = torch.optim.AdamW(
        [{"params": [p for p in net.parameters() if p.ndim > 1], "weight_decay": args.decay},
         {"params": [p for p in net.parameters() if p.ndim <= 1], "weight_decay": 0.0}], lr=args.lr)
    total, step, first, best, stale, spent = args.steps * args.epochs, 0, 0, -1.0, 0, 0.0
    last = args.out / "last.pt"
    if last.exists():
        state = torch.load(last, weights_only=False)
        net.load_state_dict(state["net"])
        average.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        step, first, best, stale, spent = (state[k] for k in ("step", "epoch", "best", "stale", "spent"))
    print(f"{sum(p.numel() for p in net.parameters())} parameters, epochs {first} to {args.epochs}", flush=True)
    for epoch in range(first, args.epochs):
        net.train()
        began, worked, mean, count = time.time(), time.process_time(), 0.0, 0
        for batch in sample(epoch):
            rate = args.lr * min(1.0, (step + 1) / (args.steps + 50)) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1.0, step / total))))
            for group in optimiser.param_groups:
                group["lr"] = rate
            value = loss(net, batch)
            optimiser.zero_grad(set_to_none=True)
            value.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimiser.step()
            step, count = step + 1, count + 1
            keep = min(args.average, (1 + step) / (10 + step))
            with torch.no_grad():
                for a, b in zip(average.state_dict().values(), net.state_dict().values()):
                    a.lerp_(b, 1 - keep) if a.dtype.is_floating_point else a.copy_(b)
            mean += float(value.detach())
        spent += time.process_time() - worked
        line = f"{epoch + 1}/{args.epochs} loss {mean / max(1, count):.4f} {time.time() - began:.1f} s"
        if (epoch + 1) % args.every == 0 or epoch + 1 == args.epochs:
            with torch.no_grad():
                score, words = validate(average.eval())
                score = float(score)
            line += f"  {words}"
            stale = 0 if score > best else stale + 1
            if score > best:
                best = score
                save(args.out / "best.pt", average=average.state_dict(), epoch=epoch + 1, score=score, seconds=spent)
            save(last, net=net.state_dict(), average=average.state_dict(), optimiser=optimiser.state_dict(), step=step,
                 epoch=epoch + 1, best=best, stale=stale, spent=spent)
        print(line, flush=True)
        if stale >= args.patience:
            print("no better score: stopped", flush=True)
            break


def run(args, data, network, loss, validate):
    """The command of a train.py: fit(network()) on the cases of data, or the function of that name of its package.py.

    data is the model's data.py: split(read(folder)) gives (training, validation), batches(training, args, epoch) the
    batches of fit; validate(net, validation) as in fit.
    """
    if args.command != "train":
        import package

        return getattr(package, args.command)(args)
    training, validation = data.split(data.read(args.data))
    print(len(training), "training cases,", len(validation), "validation cases", flush=True)
    fit(network(), lambda epoch: data.batches(training, args, epoch), loss, lambda net: validate(net, validation), args)
