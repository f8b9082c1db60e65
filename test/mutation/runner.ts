import { readFileSync, writeFileSync } from 'node:fs';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestRunner,
  type TestRunnerCapabilities,
} from '@stryker-mutator/api/test-runner';
import { createVitest, type Vitest } from 'vitest/node';
import { channelName, type Answer, type MutantOutcome, type Question } from './messages.ts';

/** What is known of each test since it ran without a mutant: how often it passed which mutated place, and how long it took. */
interface DryRun {
  hits: Record<string, Record<string, number>>;
  milliseconds: Record<string, number>;
}

/** For the process that takes the place of one that a mutant has kept from ever answering. */
const dryRunFile = 'dry-run.json';

/**
 * Stryker's test runner for this project: one thread of Vitest that reads all tests once and then answers for one mutant after another.
 * A thread of its own for each, as Stryker's own runner has it, takes some 100 times as long. What a module remembers from mutant to mutant
 * is the price: a thread in which that may have told is left for a new one, where the mutant is tried again.
 */
class OneThread implements TestRunner {
  #vitest: Vitest | undefined;
  #run: Promise<unknown> | undefined;
  #channel: BroadcastChannel | undefined;
  #answered: ((answer: Answer) => void) | undefined;
  #fresh = true;
  #dryRun: DryRun | undefined;

  /** Says that it reads the tests anew for what they pass while they are read. It need not: what they pass only then is left out of the run. */
  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    this.#vitest = await createVitest({
      config: 'test/mutation/vitest.config.ts',
      watch: false,
      reporters: [],
      coverage: { enabled: false },
    });
    this.#channel = new BroadcastChannel(channelName);
    this.#channel.addEventListener('message', ({ data }: MessageEvent<Answer>) => this.#answered?.(data));
    await this.#start();
  }

  async dryRun(): Promise<DryRunResult> {
    const answer = await this.#ask({ ask: 'all' });
    if (answer.tell !== 'all') throw new Error(`Asked for all, was told ${answer.tell}`);
    const tests = answer.tests.map(({ id, name, milliseconds, failure }) => {
      const named = { id, name, timeSpentMs: milliseconds, fileName: id.split('#')[0]! };
      return failure === null
        ? { ...named, status: TestStatus.Success as const }
        : { ...named, status: TestStatus.Failed as const, failureMessage: failure };
    });
    const coverage = answer.coverage;
    this.#dryRun = { hits: coverage.perTest, milliseconds: Object.fromEntries(tests.map(({ id, timeSpentMs }) => [id, timeSpentMs])) };
    writeFileSync(dryRunFile, JSON.stringify(this.#dryRun));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: coverage };
  }

  async mutantRun({ activeMutant, testFilter = [] }: MutantRunOptions): Promise<MutantRunResult> {
    const { hits, milliseconds } = (this.#dryRun ??= JSON.parse(readFileSync(dryRunFile, 'utf8')) as DryRun);
    const tests = testFilter
      .toSorted((one, other) => milliseconds[one]! - milliseconds[other]!)
      .map((id) => ({ id, hitLimit: 100 * (hits[id]?.[activeMutant.id] ?? 1) }));
    const ask = () => this.#askMutant({ ask: 'mutant', id: activeMutant.id, tests });
    let outcome = await ask();
    // Not passed at all: what it makes is remembered from before. Spoilt: the mutant's doing, or that of one before it.
    if (!this.#fresh && (outcome.spoilt || (outcome.killedBy === null && !outcome.passed))) {
      await this.#restart();
      outcome = await ask();
    }
    this.#fresh = false;
    if (outcome.spoilt) await this.#restart();
    if (outcome.endless) return { status: MutantRunStatus.Timeout, reason: 'Passed 100 times as often as without it' };
    if (outcome.killedBy === null) return { status: MutantRunStatus.Survived, nrOfTests: outcome.asked };
    const { id, failure } = outcome.killedBy;
    return { status: MutantRunStatus.Killed, killedBy: [id], failureMessage: failure ?? '', nrOfTests: outcome.asked };
  }

  async dispose(): Promise<void> {
    await this.#end();
    this.#channel?.close();
    await this.#vitest?.close();
  }

  async #askMutant(question: Question): Promise<MutantOutcome> {
    const answer = await this.#ask(question);
    if (answer.tell !== 'mutant') throw new Error(`Asked for a mutant, was told ${answer.tell}`);
    return answer.outcome;
  }

  #ask(question: Question): Promise<Answer> {
    const answer = this.#next();
    this.#channel!.postMessage(question);
    return answer;
  }

  #next(): Promise<Answer> {
    return new Promise((resolve) => {
      this.#answered = resolve;
    });
  }

  /** Throws where the tests can't be read. */
  async #start(): Promise<void> {
    const ready = this.#next();
    this.#run = this.#vitest!.start();
    const failed = this.#run.then(() => {
      const errors = this.#vitest!.state.getFiles().flatMap((file) => file.result?.errors ?? []);
      throw new Error(`The tests could not be read: ${errors.map((error) => error.message).join('; ')}`);
    });
    failed.catch(() => {});
    await Promise.race([ready, failed]);
    this.#fresh = true;
  }

  async #restart(): Promise<void> {
    await this.#end();
    this.#vitest!.state.filesMap.clear();
    await this.#start();
  }

  async #end(): Promise<void> {
    this.#channel?.postMessage({ ask: 'end' } satisfies Question);
    await this.#run;
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'one-thread', OneThread)];
