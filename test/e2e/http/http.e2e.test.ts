import './http-adapter.js';
import './http.e2e.test.js';
import './openapi.js';
import './slow-clients.js';
