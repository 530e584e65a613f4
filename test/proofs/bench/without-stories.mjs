// `node --import ./test/proofs/bench/without-stories.mjs dist/main.js`: the same program, but nobody tells stories.
import { StoryWorker } from '../../../dist/story/story-worker.js';

StoryWorker.prototype.onApplicationBootstrap = () => {};
