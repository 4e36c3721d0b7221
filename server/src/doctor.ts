import { noWayIn } from './db/index.ts';
import { firstOfDatabase, ofDatabase } from './examine-database.ts';
import { firstOfStripe, ofStripe } from './examine-stripe.ts';
import { ofWork } from './examine-work.ts';
import { type Examinations, type Finding, type Patient, warning, well, wrong } from './finding.ts';

/** What the settings say by themselves. */
const ofSettings: Examinations = {
  async origins({ config }) {
    const live = config.stripe?.apiKey.includes('_live_') ?? false;
    if (config.allowedOrigins) {
      const open = config.allowedOrigins.filter((origin) => live && !origin.startsWith('https://'));
      return open.length === 0
        ? well('origins', `${config.allowedOrigins.length} are allowed`)
        : wrong('origins', `${open.join(', ')} is not https`, 'Serve pages that use sessions over https alone.');
    }
    return live
      ? wrong('origins', 'none is allowed', 'Set KOPAI_ALLOWED_ORIGINS to the origins of your pages.')
      : well('origins', "this machine's pages are allowed, as no live key is set");
  },
};

/**
 * Looks at a deployment, changes nothing, and says what is wrong. An examination that can't be made is a finding too; what rests on something that is
 * wrong is not looked at, for it would only say the same again.
 */
export async function examine(patient: Patient): Promise<Finding[]> {
  const database = await look(patient, firstOfDatabase);
  const findings = [...database];
  const skipped: string[] = [];
  const lookAfter = async (first: readonly Finding[], rest: Examinations) => {
    if (first.some(({ state }) => state === 'wrong')) skipped.push(...Object.keys(rest));
    else findings.push(...(await look(patient, rest)));
  };

  await lookAfter(database, ofDatabase);
  const schema = findings.filter(({ name }) => name === 'schema');
  await lookAfter([...database, ...schema], ofWork);
  findings.push(...(await look(patient, ofSettings)));
  const stripe = await look(patient, firstOfStripe);
  findings.push(...stripe);
  await lookAfter(stripe, ofStripe);
  if (skipped.length === 0) return findings;
  return [
    ...findings,
    warning('the rest', `not looked at: ${skipped.join(', ')}`, 'Mend what is wrong, and look again.'),
  ];
}

async function look(patient: Patient, examinations: Examinations): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, examination] of Object.entries(examinations)) {
    try {
      findings.push(...[await examination(patient)].flat());
    } catch (error) {
      const { what, remedy } = noWayIn(error) ?? {
        what: error instanceof Error ? error.message : String(error),
        remedy: 'This could not be looked at; mend what is named and look again.',
      };
      findings.push(wrong(name, what, remedy));
    }
  }
  return findings;
}
