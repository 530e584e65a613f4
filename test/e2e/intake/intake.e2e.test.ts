import './batch-plan.js';
import './costly-events.js';
import './group-commit.js';
import './misdirected.js';
import './redelivery.js';
import './repeated-states.js';
import './resend.js';
import './webhook.js';
