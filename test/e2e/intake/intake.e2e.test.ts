import './batch-plan.js';
import './costly-events.js';
import './group-commit.js';
import './misdirected.js';
import './resend.js';
import './repeated-states.js';
import './resend-property.js';
import './webhook.js';
