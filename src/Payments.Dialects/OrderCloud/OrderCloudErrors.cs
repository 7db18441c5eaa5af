using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Payments.Dialects.Wire;
using Payments.Dialects.Wire.Reading;
using Payments.Handlers.Ports;

namespace Payments.Dialects.OrderCloud;

/// <summary>One entry of the list of errors.</summary>
/// <param name="ErrorCode">For programs.</param>
/// <param name="Message">For people.</param>
/// <param name="Data">The subject of the error; each code has its own type.</param>
internal sealed record OrderCloudError(string ErrorCode, string Message, object? Data = null);

/// <summary>The body of every error.</summary>
/// <param name="Errors">At least one; clients mostly look at the first.</param>
internal sealed record OrderCloudErrorBody(ImmutableArray<OrderCloudError> Errors);

/// <summary>The data of <c>NotFound</c> and <c>IdExists</c>: the JavaScript client reads it without a check.</summary>
internal sealed record ObjectReference(string ObjectType, string ObjectID);

/// <summary>The data of <c>Auth.InsufficientRoles</c>.</summary>
internal sealed record MissingRoles(ImmutableArray<string> SufficientRoles, ImmutableArray<string> AssignedRoles);

/// <summary>The data of <c>Auth.InsufficientScope</c>.</summary>
internal sealed record RequiredScope(string Scope);

/// <summary>The data of an error in one field of a body or query.</summary>
internal sealed record FaultyField(string Field);

/// <summary>The data of <c>ServerError</c>: the trace id to find in the logs.</summary>
internal sealed record FaultTrace(string TraceId);

/// <summary>Responses in OrderCloud's formats (ordercloud-payments.md, parts 4.3 and 6).</summary>
internal static class OrderCloudResponses
{
    /// <summary>
    /// Property names as in the records, and nulls included. No escaping beyond what JSON requires, so that the plus
    /// sign of a time's offset stays readable.
    /// </summary>
    public static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static WireResponse Json<T>(int status, T body) => WireResponse.Json(status, body, Options);

    /// <summary>403: the client's credential lacks a scope.</summary>
    public static WireResponse MissingScope(Scopes required) => Error(
        403,
        ErrorCodes.InsufficientScope,
        ScopeMessages.ToMessage(required),
        new RequiredScope(required.ToString().ToLowerInvariant()));

    public static WireResponse Error(int status, string code, string message, object? data = null) =>
        Errors(status, [new OrderCloudError(code, message, data)]);

    public static WireResponse Errors(int status, ImmutableArray<OrderCloudError> errors) =>
        Json(status, new OrderCloudErrorBody(errors));

    /// <summary>The errors of a form.</summary>
    public static WireResponse Errors(int status, IEnumerable<FieldError> errors) => Errors(
        status,
        [
            .. errors.Select(error => new OrderCloudError(
                error.Code!, error.Message, error.Field.Length == 0 ? null : new FaultyField(error.Field))),
        ]);

    /// <summary>One request too many.</summary>
    public static WireResponse TooMany(string message, TimeSpan wait) =>
        RetryLater.After(wait, Error(RetryLater.Status, ErrorCodes.TooManyRequests, message));

    /// <summary>The object does not exist, or the caller may not see it.</summary>
    public static WireResponse NotFound(string type, string id) =>
        Error(404, ErrorCodes.NotFound, "Object not found.", new ObjectReference(type, Echo.Of(id)));

    /// <summary>
    /// The address of a resource created by POST: below the list that it was posted to, on the same host.
    /// </summary>
    public static string Location(WireRequest request, string id) => $"{request.Url.AbsolutePath.TrimEnd('/')}/{id}";
}
