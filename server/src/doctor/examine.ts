import { noWayIn } from '../db/index.ts';
import { firstOfDatabase, ofDatabase } from './database.ts';
import { type Examinations, type Finding, type Patient, warning, wrong } from './finding.ts';
import { ofSettings } from './settings.ts';
import { firstOfStripe, ofStripe } from './stripe.ts';
import { ofWork } from './work.ts';

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
