import { ControlError, readInteger, readTexts } from '../http/control-error.ts';

/** What can go wrong on purpose. The first six concern deliveries of webhooks, the last three answers of the API. */
const switchNames = [
  'late',
  'twice',
  'outOfOrder',
  'drop',
  'badSignature',
  'stale',
  'error500BeforeCommit',
  'error500AfterCommit',
  'hangAfterCommit',
] as const;

export type ChaosSwitch = (typeof switchNames)[number];

const defaultLateMs = 2_000;

export interface ChaosSettings {
  /** For each switch: how many more times it strikes; `true` is "until it is switched off". Absent means off. */
  readonly switches: Readonly<Partial<Record<ChaosSwitch, number | true>>>;
  /** How much later a `late` delivery sets out, in milliseconds. */
  readonly lateMs: number;
  /** Event types that deliveries must have to be struck; empty for all of them. */
  readonly events: readonly string[];
  /** Beginnings of `POST /v1/…` that API requests must have to be struck; empty for all of them. */
  readonly requests: readonly string[];
}

const calm: ChaosSettings = { switches: {}, lateMs: defaultLateMs, events: [], requests: [] };

/** The chaos switches of one simulator. All of them are off until asked for, and they are off again after a restart. */
export class Chaos {
  #settings: ChaosSettings = calm;

  get lateMs(): number {
    return this.#settings.lateMs;
  }

  /**
   * Replaces all settings; `{}` calms everything.
   * @throws {ControlError} for a name or a value that is not a setting, leaving the settings as they were.
   */
  set(body: Readonly<Record<string, unknown>>): void {
    const { lateMs, events, requests, ...rest } = body;
    const switches: Partial<Record<ChaosSwitch, number | true>> = {};
    for (const [name, value] of Object.entries(rest)) {
      const known = switchNames.find((switchName) => switchName === name);
      if (!known) throw new ControlError(`There is no chaos switch "${name}": ${switchNames.join(', ')}`);
      const strikes = readStrikes(name, value);
      if (strikes !== 0) switches[known] = strikes;
    }
    this.#settings = {
      switches,
      lateMs: readInteger({ lateMs }, 'lateMs', 0) ?? defaultLateMs,
      events: readTexts({ events }, 'events') ?? [],
      requests: readTexts({ requests }, 'requests') ?? [],
    };
  }

  /**
   * Whether the switch strikes now; a counted switch has one strike less afterwards.
   * @param subject the event's type, or `METHOD /path` of the request.
   */
  takes(name: ChaosSwitch, subject: string): boolean {
    const left = this.#settings.switches[name];
    if (left === undefined || !this.#concerns(subject)) return false;
    if (left !== true) {
      const { [name]: _spent, ...others } = this.#settings.switches;
      this.#settings = { ...this.#settings, switches: left > 1 ? { ...others, [name]: left - 1 } : others };
    }
    return true;
  }

  view(): Record<string, unknown> {
    const { switches, lateMs, events, requests } = this.#settings;
    const all = Object.fromEntries(switchNames.map((name) => [name, switches[name] ?? false]));
    return { ...all, lateMs, events, requests };
  }

  #concerns(subject: string): boolean {
    const { events, requests } = this.#settings;
    if (subject.includes(' ')) return requests.length === 0 || requests.some((start) => subject.startsWith(start));
    return events.length === 0 || events.includes(subject);
  }
}

function readStrikes(name: string, value: unknown): number | true {
  if (value === true) return true;
  if (value === false) return 0;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new ControlError(`"${name}" must be true, false or a number of times`);
}
