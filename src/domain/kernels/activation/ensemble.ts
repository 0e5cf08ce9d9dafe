/** Several answers to one question made one. All members have one shape. */
import { mapInto, type NdArray } from '../nd-array';

export function ensembleMean(members: readonly NdArray[]): NdArray<Float32Array> {
  const { shape, sums } = summed(members, (value) => value);
  return { data: mapInto(new Float32Array(sums.length), sums, (sum) => sum / members.length), shape };
}

/** The label most members give; the smallest of equals (MONAI `VoteEnsemble` on labels, by `torch.argmax` over one-hot sums). */
export function ensembleVote(members: readonly NdArray[]): NdArray<Uint16Array> {
  const shape = members[0]?.shape ?? [];
  const length = members[0]?.data.length ?? 0;
  const data = new Uint16Array(length);
  for (let i = 0; i < length; i++) {
    let best = 0;
    let most = 0;
    for (const candidate of members) {
      const label = candidate.data[i] ?? 0;
      const votes = members.reduce((count, member) => count + (member.data[i] === label ? 1 : 0), 0);
      if (votes > most || (votes === most && label < best)) {
        most = votes;
        best = label;
      }
    }
    data[i] = best;
  }
  return { data, shape };
}

/** Variance between members, of the population (numpy `var`). */
export function ensembleVariance(members: readonly NdArray[]): NdArray<Float32Array> {
  const { shape, sums } = summed(members, (value) => value);
  const squares = summed(members, (value, at) => (value - (sums[at] ?? 0) / members.length) ** 2).sums;
  return { data: mapInto(new Float32Array(squares.length), squares, (sum) => sum / members.length), shape };
}

function summed(
  members: readonly NdArray[],
  term: (value: number, at: number) => number,
): { shape: readonly number[]; sums: Float64Array } {
  const first = members[0];
  const sums = new Float64Array(first?.data.length ?? 0);
  for (const { data } of members) for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + term(data[i] ?? 0, i);
  return { shape: first?.shape ?? [], sums };
}
