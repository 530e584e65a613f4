import type { INestApplication } from '@nestjs/common';
import {
  ApiProperty,
  ApiSchema,
  DocumentBuilder,
  getSchemaPath,
  type OpenAPIObject,
  SwaggerModule,
} from '@nestjs/swagger';
import type { Response } from 'express';

const TAGS = {
  history: 'Transfers and calls, as they happened.',
  reports: 'Transfers counted.',
  extensions: 'What people call their extensions.',
  events: 'Where the PBXes push.',
  quarantine: 'What was refused, byte for byte.',
  privacy: 'Erasure and retention.',
  access: 'The session of the page.',
  operations: 'How the program is.',
  page: 'The page of the supervisors.',
  docs: 'This document.',
};

/** The document of all routes that this program has. An operation is called like its method. */
export function describeApp(app: INestApplication): OpenAPIObject {
  const head = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('handoff')
    .setDescription(
      'The call-transfer history of Yeastar PBXs: who handed which call to whom, and whether anyone picked up. ' +
        'Every error is RFC 9457 problem+json.',
    )
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'The program that answers with this document.')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A key, as npm run key makes it.' })
    .addCookieAuth('handoff_session', { type: 'apiKey', description: 'Set by POST /session.' }, 'session')
    .addSecurityRequirements('bearer')
    .addSecurityRequirements('session');
  for (const [name, about] of Object.entries(TAGS)) head.addTag(name, about);
  const document = SwaggerModule.createDocument(app, head.build(), {
    operationIdFactory: (_controller, method) => method,
    autoTagControllers: false,
    extraModels: [DocumentInfoView, PathItemView],
  });
  const addresses = [...Object.keys(document.paths), '/openapi.json', '/docs'];
  Object.assign(document.paths, {
    '/openapi.json': ownPage('getDocument', 'This document.', 'application/json', documentSchema(addresses)),
    '/docs': ownPage('readDocs', 'This document, to read and to try.', 'text/html', { type: 'string' }),
  });
  return document;
}

@ApiSchema({ name: 'DocumentInfo' })
class DocumentInfoView {
  @ApiProperty() title: string;
  @ApiProperty() description: string;
  @ApiProperty() version: string;
}

@ApiSchema({ name: 'Operation' })
class OperationView {
  @ApiProperty() operationId: string;
  @ApiProperty() summary: string;
  @ApiProperty({ type: [String] }) tags: string[];
}

@ApiSchema({ name: 'PathItem', description: 'The methods of one address.' })
class PathItemView {
  @ApiProperty({ required: false }) get?: OperationView;
  @ApiProperty({ required: false }) post?: OperationView;
  @ApiProperty({ required: false }) put?: OperationView;
  @ApiProperty({ required: false }) delete?: OperationView;
}

/** What the document says of itself: each address by its name, as no class of ours could. */
const documentSchema = (addresses: string[]) => ({
  type: 'object',
  required: ['openapi', 'info', 'paths'],
  properties: {
    openapi: { type: 'string' },
    info: { $ref: getSchemaPath(DocumentInfoView) },
    paths: {
      type: 'object',
      required: addresses,
      properties: Object.fromEntries(
        addresses.map((address) => [address, { $ref: getSchemaPath(PathItemView) }]),
      ),
    },
  },
});

/** What Swagger UI serves by itself. */
const ownPage = (operationId: string, summary: string, type: string, schema: object) => ({
  get: {
    tags: ['docs'],
    operationId,
    summary,
    security: [],
    responses: { 200: { description: summary, content: { [type]: { schema } } } },
  },
});

/** `/openapi.json` and `/docs`, which loads nothing from other hosts. */
export function mountDocs(app: INestApplication): void {
  // Swagger UI writes styles into its elements and draws its icons from data: addresses; nothing else is let in.
  app.use('/docs', (_req: unknown, res: Response, next: () => void) => {
    res.set(
      'Content-Security-Policy',
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    next();
  });
  SwaggerModule.setup('docs', app, () => describeApp(app), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'handoff',
  });
}
