using System.Net;
using LocalServiceBus.Broker;
using Microsoft.Azure.Amqp.Encoding;
using Microsoft.Azure.Amqp.Framing;

namespace LocalServiceBus.Amqp;

/// <summary>The response to a request: a status, and either the result or the error.</summary>
internal sealed record Response(HttpStatusCode Status, AmqpMap Body, Error? Error = null)
{
    public static Response Accepted => new(HttpStatusCode.Accepted, []);

    public static Response Nothing => new(HttpStatusCode.NoContent, []);

    public static Response Done => new(HttpStatusCode.OK, []);

    public static Response Of(string key, object? value) =>
        new(HttpStatusCode.OK, new AmqpMap { { new MapKey(key), value } });

    public static Response FromError(Exception rejection)
    {
        var error = Rejections.ErrorOf(rejection);
        return new Response(StatusOf(error.Condition.Value), [], error);
    }

    /// <summary>Section 8 of the reference.</summary>
    private static HttpStatusCode StatusOf(string condition) => condition switch
    {
        Conditions.MessageLockLost or Conditions.SessionLockLost or Conditions.SessionCannotBeLocked =>
            HttpStatusCode.Gone,
        Conditions.NotFound or Conditions.MessageNotFound => HttpStatusCode.NotFound,
        Conditions.NotAllowed or Conditions.ArgumentError or Conditions.DecodeError => HttpStatusCode.BadRequest,
        Conditions.NotImplemented => HttpStatusCode.NotImplemented,
        Conditions.ServerBusy => HttpStatusCode.ServiceUnavailable,
        Conditions.Timeout => HttpStatusCode.RequestTimeout,
        _ => HttpStatusCode.InternalServerError,
    };
}
