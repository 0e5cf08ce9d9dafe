"""The command line of the models that are fitted in one go: train, export, evaluate, manifest."""
import argparse
from pathlib import Path


def run(train, description, name, data):
    """`train` calls train(args); the other commands are functions of the model's own package.py."""
    p = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("command", choices=["train", "export", "evaluate", "manifest"])
    p.add_argument("--data", type=Path, default=data)
    p.add_argument("--out", type=Path, default=Path(f"/tmp/train/{name}"))
    p.add_argument("--folds", type=int, default=5)
    args = p.parse_args()
    if args.command == "train":
        return train(args)
    import package
    return getattr(package, args.command)(args)
