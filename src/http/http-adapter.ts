import { createServer, IncomingMessage, type Server, ServerResponse } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';

/**
 * Express on a server that creates requests and answers with the prototypes that Express would set later.
 * Setting them later makes each object slow and long-lived: an Express request then takes two to three times the CPU
 * (`test/proofs/bench/README.md`).
 */
export class HttpAdapter extends ExpressAdapter {
  override initHttpServer(): void {
    const express = this.getInstance<{ request: object; response: object }>();
    class Request extends IncomingMessage {}
    class Response extends ServerResponse<Request> {}
    Object.setPrototypeOf(Request.prototype, express.request);
    Object.setPrototypeOf(Response.prototype, express.response);
    express.request = Request.prototype;
    express.response = Response.prototype;
    const kinds = { IncomingMessage: Request, ServerResponse: Response };
    this.httpServer = createServer(kinds, this.getInstance());
  }

  /** Closes the connections that are still open: every request that needs an answer has had it by then. */
  override close() {
    (this.httpServer as Server).closeAllConnections();
    return super.close();
  }
}
