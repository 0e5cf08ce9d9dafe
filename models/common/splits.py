"""Seeded splits by group: a member's place depends on its group's name and the seed alone."""
import hashlib


def fraction(seed, group):
    """A number in 0..1 drawn from the hash of the group's name."""
    return int(hashlib.sha256(f"{seed}:{group}".encode()).hexdigest()[:13], 16) / 16**13


def fold_of(seed, group, folds):
    """The fold 0..folds-1 of a group."""
    return int(fraction(seed, group) * folds)
