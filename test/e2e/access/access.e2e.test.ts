import './event-access.js';
import './keys.js';
import './routes.js';
import './visibility.js';
