import { createServer, IncomingMessage, type Server, ServerResponse } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';

/**
 * Express on a server whose requests and answers are born with the prototypes that Express would give them. Given them
 * later, each becomes a hash table, and V8 keeps it until its next great collection: 8 KB a request, two thirds of all
 * memory that a request of Express needs.
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

  /** Closes what is still open: the requests that need an answer have had it by then. */
  override close() {
    (this.httpServer as Server).closeAllConnections();
    return super.close();
  }
}
