import { putOnStage } from '../../src/gallery/put-on-stage.ts';
import { settled } from '../../src/gallery/settled.ts';
import { stateNamed } from '../../src/gallery/states.ts';
import { viewOf } from '../../src/gallery/view.ts';

/** A page of a stranger's that is stricter than most. Its elements come from the files for a CDN; this is what puts them there. */
export interface StrictPage {
  /** What its policy did not allow. */
  readonly violations: string[];
  /** Puts a state on the page, and waits until it stands still. */
  show(parameters: Readonly<Record<string, string>>): Promise<void>;
}

const violations: string[] = [];
document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
  violations.push(`${effectiveDirective} ${blockedURI} ${sample}`);
});

const strictPage: StrictPage = {
  violations,
  async show(parameters) {
    const state = stateNamed(parameters.state ?? null);
    const element = await putOnStage(document.body, state, viewOf(new URLSearchParams(parameters)));
    await settled(element, state.waits === true, () => false);
  },
};
Object.assign(globalThis, { strictPage });
