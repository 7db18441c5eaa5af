namespace Payments.Dialects.Flow;

/// <summary>The answers that are the same for every resource.</summary>
internal static class FlowAnswers
{
    /// <summary>Unknown, or another organization's: one answer for both.</summary>
    public static readonly WireResponse NotFound = WireResponse.Empty(404);

    /// <summary>Done, and nothing to say of it.</summary>
    public static readonly WireResponse Done = WireResponse.Empty(204);

    /// <summary>200 with the resource, or 404.</summary>
    public static WireResponse Found<T>(T? body) where T : class =>
        body is null ? NotFound : FlowJson.Answer(200, body);
}
