import { spawn } from 'node:child_process';
import process from 'node:process';

/** Runs a program to its end and returns what it wrote. Rejects when it fails. */
export function output(command: string, flags: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, flags, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
    let written = '';
    let complaints = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (written += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(written);
      else reject(new Error(`${command} ended with ${String(code)}: ${complaints.slice(-500)}`));
    });
  });
}

/** Wall time of a program, its start included, in milliseconds. */
export async function wallTime(command: string, flags: readonly string[]): Promise<number> {
  const started = performance.now();
  await output(command, flags);
  return performance.now() - started;
}

/** A Python that can import `module`, or null. */
export async function pythonWith(module: string): Promise<string | null> {
  for (const command of ['python3', '/usr/bin/python3']) {
    try {
      await output(command, ['-c', `import ${module}`]);
      return command;
    } catch {
      continue;
    }
  }
  return null;
}
