import type { FastifyReply } from 'fastify';
import { ApiGatewayError, tooManyRequests } from './api-gateway-error.ts';
import type { Call } from './calls.ts';

/** Which calls a fault strikes: each given member must be the call's own; none given strikes every call. */
export interface FaultTarget {
  readonly restApiId?: string;
  /** Strikes only calls that name this stage: GetStages, which names none, stays well. */
  readonly stageName?: string;
  readonly operation?: string;
}

/** What happens instead of the answer; after `times` calls, if given, the server answers as ever. */
export type Fault = { readonly times?: number } & (
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly code: string;
      readonly message: string;
      readonly retryAfterSeconds?: number;
    }
  /** 429 TooManyRequestsException. */
  | { readonly kind: 'throttled' }
  /** 200 with this body. */
  | { readonly kind: 'garbage'; readonly body: string; readonly contentType: string }
  /** Takes the request and never answers. */
  | { readonly kind: 'never' }
  /** Breaks the connection off. */
  | { readonly kind: 'reset' }
);

interface SetFault {
  readonly target: FaultTarget;
  readonly fault: Fault;
  left: number;
}

/** The faults that are set; the one set last wins. */
export class Faults {
  #set: SetFault[] = [];

  /** Sets a fault, in place of an earlier one for the very same target. */
  set(target: FaultTarget, fault: Fault): void {
    const others = this.#set.filter((other) => !isSame(other.target, target));
    this.#set = [{ target, fault, left: fault.times ?? Number.POSITIVE_INFINITY }, ...others];
  }

  clear(): void {
    this.#set = [];
  }

  /** @returns the fault that strikes the call, which counts as one of its times */
  strike(call: Call): Fault | undefined {
    const found = this.#set.find(({ target, left }) => left > 0 && isStruck(call, target));
    if (found !== undefined) found.left -= 1;
    return found?.fault;
  }
}

/** Answers a request as the fault says; an error is thrown, as any other error of API Gateway. */
export function answerFault(fault: Fault, reply: FastifyReply): FastifyReply {
  switch (fault.kind) {
    case 'error': {
      const { status, code, message, retryAfterSeconds } = fault;
      throw new ApiGatewayError(status, code, message, retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
    }
    case 'throttled':
      throw tooManyRequests();
    case 'garbage':
      return reply.type(fault.contentType).send(fault.body);
    case 'never':
      // Who has time pass need not wait for an answer. A client that only waits for one does not take this for it.
      reply.raw.writeProcessing();
      return reply.hijack();
    case 'reset':
      reply.hijack();
      reply.raw.socket?.resetAndDestroy();
      return reply;
  }
}

function isSame(one: FaultTarget, other: FaultTarget): boolean {
  return one.restApiId === other.restApiId && one.stageName === other.stageName && one.operation === other.operation;
}

function isStruck(call: Call, { restApiId, stageName, operation }: FaultTarget): boolean {
  return (
    (restApiId === undefined || restApiId === call.restApiId) &&
    (stageName === undefined || stageName === call.stageName) &&
    (operation === undefined || operation === call.operation)
  );
}
