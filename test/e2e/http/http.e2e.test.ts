import './connection-limits.js';
import './http-adapter.js';
import './openapi.js';
import './slow-clients.js';
