using Payments.Dialects.Wire;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;

namespace Payments.Dialects.Flow;

/// <summary>The responses that are the same for every resource.</summary>
internal static class FlowResponses
{
    private static readonly WireResponse Done = WireResponse.Empty(204);

    /// <summary>Unknown, or another organization's: the same response for both.</summary>
    public static readonly WireResponse NotFound = WireResponse.Empty(404);

    /// <summary>204 once the resource is deleted, the resource's own error, or 404 for null.</summary>
    public static WireResponse Deleted<T>(Answer<T>? answered, Func<Rejection, WireResponse> rejection) =>
        answered switch
        {
            Answer<T>.Accepted => Done,
            Answer<T>.Rejected rejected => rejection(rejected.Rejection),
            _ => NotFound,
        };

    /// <summary>204 if the resource was deleted, or 404.</summary>
    public static WireResponse Deleted(bool wasThere) => wasThere ? Done : NotFound;

    /// <summary>201 with the created resource, or the resource's own error; the same for a repeated request.</summary>
    public static WireResponse Created<T, TModel>(
        Answer<T> answered, Func<T, TModel> model, Func<Rejection, WireResponse> rejection) =>
        Answer(201, answered, model, rejection);

    /// <summary>200 with what would be created, or the resource's own error.</summary>
    public static WireResponse Decided<T, TModel>(
        Answer<T> answered, Func<T, TModel> model, Func<Rejection, WireResponse> rejection) =>
        Answer(200, answered, model, rejection);

    private static WireResponse Answer<T, TModel>(
        int status, Answer<T> answered, Func<T, TModel> model, Func<Rejection, WireResponse> rejection) =>
        answered switch
        {
            Answer<T>.Accepted accepted => FlowJson.Answer(status, model(accepted.Result)),
            Answer<T>.Rejected rejected => rejection(rejected.Rejection),
            _ => throw new InvalidOperationException($"No such answer: {answered}."),
        };

    /// <summary>200 with the resource, or 404.</summary>
    public static WireResponse Found<T, TModel>(T? found, Func<T, TModel> model) where T : class =>
        found is null ? NotFound : FlowJson.Answer(200, model(found));
}
