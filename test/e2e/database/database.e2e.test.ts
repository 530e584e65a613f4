import './backup.js';
import './database.e2e.test.js';
import './distribution.js';
import './embedded-postgres.js';
import './migrations.js';
import './parties-of-old-calls.js';
import './replica-reads.js';
import './server.js';
