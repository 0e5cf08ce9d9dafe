"""Splits by group (patient, animal, child, study): one group is never on both sides."""
import hashlib


def held_groups(groups, seed, fraction, strata=None):
    """The validation groups: in each stratum the lowest fraction of seeded hashes (at least one)."""
    kinds = {}
    for group in sorted(set(groups)):
        kinds.setdefault(strata[group] if strata else "", []).append(group)
    held = set()
    for members in kinds.values():
        ranked = sorted(members, key=lambda g: hashlib.sha256(f"{seed}:{g}".encode()).hexdigest())
        held.update(ranked[: max(1, round(len(ranked) * fraction))])
    return held
