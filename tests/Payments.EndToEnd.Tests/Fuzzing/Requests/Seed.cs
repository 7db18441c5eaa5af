namespace Payments.EndToEnd.Tests.Fuzzing.Requests;

/// <summary>
/// A valid request of a function, to be mutated. Words in braces are filled in (<see cref="Words"/>).
/// </summary>
/// <param name="Function">The function's name.</param>
/// <param name="Path">The values of the route's parameters, by name: <c>key={refund}</c>.</param>
internal sealed record Seed(string Function, params string[] Path)
{
    /// <summary>The JSON body, if there is one.</summary>
    public string? Body { get; init; }

    /// <summary>The form in a body that is not JSON.</summary>
    public string? Form { get; init; }

    /// <summary>Names and values; some of them are sent.</summary>
    public string[] Query { get; init; } = [];

    /// <summary>Headers that the request needs.</summary>
    public (string Name, string Value)[] Headers { get; init; } = [];

    /// <summary>
    /// For what needs nothing else in the ledger: the fields without any one of which the body is rejected.
    /// </summary>
    public string[] Required { get; init; } = [];
}
