import { typeProblem, type Registers } from '../../step';

/** The ports that `out` names, in its order: a map names them, a list takes them as they come. */
export function outPorts<Port extends string>({ names, byPort }: Registers, ports: readonly Port[]): readonly Port[] {
  return portsOf(names, byPort, ports, 'out');
}

/** The ports that `in` names, in its order. */
export function inPorts<Port extends string>({ names, byPort }: Registers, ports: readonly Port[]): readonly Port[] {
  return portsOf(names, byPort, ports, 'in');
}

function portsOf<Port extends string>(
  names: readonly string[],
  byPort: Registers['byPort'],
  ports: readonly Port[],
  side: 'in' | 'out',
): readonly Port[] {
  if (byPort === null) {
    if (names.length > ports.length) throw typeProblem(`${side}: expected at most ${ports.join(', ')}`);
    return ports.slice(0, names.length);
  }
  return Object.keys(byPort).map((name) => {
    const port = ports.find((candidate) => candidate === name);
    if (port === undefined) throw typeProblem(`${side}: "${name}" is none of ${ports.join(', ')}`);
    return port;
  });
}
