import './retention-and-backup.js';
import './separate-calls.js';
import './stored-history.js';
import './story-updates.js';
import './story-worker.js';
import './unreported.js';
