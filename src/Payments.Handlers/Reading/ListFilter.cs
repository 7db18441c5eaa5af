using System.Collections.Immutable;

namespace Payments.Handlers.Reading;

/// <summary>
/// What a list is narrowed to; where several are given, all must hold. Names are taken as callers wrote them: one of
/// nothing that is known narrows the list to nothing.
/// </summary>
public sealed record ListFilter
{
    /// <summary>The most ids, and the most keys, that one request may name: those of the longest page.</summary>
    public const int MaxNames = 100;

    /// <summary>The whole list.</summary>
    public static readonly ListFilter Empty = new();

    /// <summary>To those with one of these ids; any where there are none.</summary>
    public ImmutableArray<string> Ids { get; init; } = [];

    /// <summary>To those with one of these keys; any where there are none.</summary>
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>To those of an order.</summary>
    public string? Order { get; init; }

    /// <summary>To those of an authorization, by its id.</summary>
    public string? AuthorizationId { get; init; }

    /// <summary>To those of an authorization, by its key.</summary>
    public string? AuthorizationKey { get; init; }

    /// <summary>To those of a capture, by its id.</summary>
    public string? CaptureId { get; init; }

    /// <summary>To those of a capture, by its key.</summary>
    public string? CaptureKey { get; init; }

    /// <summary>To the one that has this identifier; refunds and captures have them.</summary>
    public string? Identifier { get; init; }

    /// <summary>Whether nothing is left out.</summary>
    public bool IsEmpty =>
        Ids.IsEmpty
        && Keys.IsEmpty
        && (Order ?? AuthorizationId ?? AuthorizationKey ?? CaptureId ?? CaptureKey ?? Identifier) is null;
}
