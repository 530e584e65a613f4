import './event-access.js';
import './keys.js';
import './limited-keys.js';
import './long-answers.js';
import './routes.js';
import './strangers.js';
import './visibility.js';
