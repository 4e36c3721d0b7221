import '@kopai/elements/define';
import { configureKopai, type KopaiSettings } from '@kopai/elements';
import * as themes from '@kopai/elements/themes';
import { fetchSession } from '../../examples/fetch-session.ts';

/** Runs a program as it was copied from the playground; what it imports is here already. */
Object.assign(window, {
  runProgram(code: string) {
    const body = code.replaceAll(/^import .*$/gm, '');
    const run = new Function('configureKopai', ...Object.keys(themes), body);
    run((settings: KopaiSettings) => configureKopai({ fetchSession, ...settings }), ...Object.values(themes));
  },
});
