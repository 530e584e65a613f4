import './figures.js';
import './report-forms.js';
import './report-mail.js';
import './report-truth.js';
import './reports.e2e.test.js';
import './rollup.js';
import './zones.js';
