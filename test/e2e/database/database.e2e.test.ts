import './backup.js';
import './distribution.js';
import './embedded-postgres.js';
import './identity-of-old-transfers.js';
import './migrations.js';
import './parties-of-old-calls.js';
import './replica-reads.js';
import './server.js';
