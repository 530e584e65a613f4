import './http-adapter.js';
import './openapi.js';
import './slow-clients.js';
