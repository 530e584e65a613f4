import Sequencer from '@jest/test-sequencer';

/**
 * Starts the end-to-end tests ahead of the units, so that no worker is left alone with a long one at the end. Jest by
 * itself takes the largest files first where it has no times of an earlier run, and the files of the rooms only import.
 */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isLong = ({ path }) => /[\\/]e2e[\\/]/.test(path);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
}
