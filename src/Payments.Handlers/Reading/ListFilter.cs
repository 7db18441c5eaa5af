using System.Collections.Immutable;

namespace Payments.Handlers.Reading;

/// <summary>
/// Filters a list; several conditions must all hold. Ids and keys are taken as the caller wrote them: an unknown one
/// gives an empty list.
/// </summary>
public sealed record ListFilter
{
    /// <summary>The most ids, and the most keys, in one request: as many as the longest page has entries.</summary>
    public const int MaxNames = 100;

    /// <summary>The whole list.</summary>
    public static readonly ListFilter Empty = new();

    /// <summary>One of these ids; empty for any.</summary>
    public ImmutableArray<string> Ids { get; init; } = [];

    /// <summary>One of these keys; empty for any.</summary>
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>Belonging to an order.</summary>
    public string? Order { get; init; }

    /// <summary>Belonging to an authorization, by its id.</summary>
    public string? AuthorizationId { get; init; }

    /// <summary>Belonging to an authorization, by its key.</summary>
    public string? AuthorizationKey { get; init; }

    /// <summary>Belonging to a capture, by its id.</summary>
    public string? CaptureId { get; init; }

    /// <summary>Belonging to a capture, by its key.</summary>
    public string? CaptureKey { get; init; }

    /// <summary>The one with this identifier; refunds and captures have identifiers.</summary>
    public string? Identifier { get; init; }

    /// <summary>Whether it lets everything through.</summary>
    public bool IsEmpty =>
        Ids.IsEmpty
        && Keys.IsEmpty
        && (Order ?? AuthorizationId ?? AuthorizationKey ?? CaptureId ?? CaptureKey ?? Identifier) is null;
}
