using Payments.Dialects.Wire;
using Payments.Handlers.Reading;

namespace Payments.Dialects.Flow.Lists;

/// <summary>The responses of lists.</summary>
internal static class FlowLists
{
    /// <summary>200 with a bare JSON array.</summary>
    public static WireResponse Answer<T, TModel>(IReadOnlyList<T> found, Func<T, TModel> model) =>
        FlowJson.Answer(200, found.Select(model).ToList());

    /// <summary>200 with versions, or 422 with all errors of the parameters.</summary>
    public static async Task<WireResponse> AnswerVersionsAsync<T, TModel>(
        FlowCall call,
        Func<ListReader, VersionRequest> read,
        Func<VersionRequest, Task<IReadOnlyList<T>>> list,
        Func<T, TModel> model)
    {
        var reader = new ListReader(FlowQuery.Parse(call.Request));
        var wanted = read(reader);
        return reader.Problems.Count > 0 ? Reject(reader) : Answer(await list(wanted), model);
    }

    /// <summary>422 with all errors of the parameters.</summary>
    public static WireResponse Reject(ListReader reader) =>
        FlowJson.Answer(422, new GenericError(GenericError.Generic, reader.Problems));

    /// <summary>422 with one reason.</summary>
    public static WireResponse Reject(string message) =>
        FlowJson.Answer(422, new GenericError(GenericError.Generic, [message]));
}
