// `node --import ./test/proofs/bench/without-stories.mjs dist/main.js`: the same program, without stories.
import { StoryWorker } from '../../../dist/story/story-worker.js';

StoryWorker.prototype.onApplicationBootstrap = () => {};
