namespace Payments.EndToEnd.Tests.Fuzzing.Requests;

/// <summary>Which API an operation belongs to: that decides on credentials and on the form of errors.</summary>
internal enum Surface
{
    Flow,
    OrderCloud,
    Token,
    CommerceHub,

    /// <summary>Flow's credentials, and an organization's own account.</summary>
    Sandbox,

    /// <summary>The token of the operators.</summary>
    Operators,

    /// <summary>A processor's signature; errors with a body only if the request's could not be read.</summary>
    Processors,

    /// <summary>No credentials, and no errors with a body.</summary>
    Open,
}

internal static class Surfaces
{
    public static Surface Of(Operation operation) => operation.Route.Split('/')[0] switch
    {
        "{organization}" => Surface.Flow,
        "v1" => Surface.OrderCloud,
        "oauth" => Surface.Token,
        "payments" or "ch" => Surface.CommerceHub,
        "ops" => operation.Route.StartsWith("ops/sandbox", StringComparison.Ordinal)
            ? Surface.Sandbox
            : Surface.Operators,
        "processors" => Surface.Processors,
        _ => Surface.Open,
    };
}
