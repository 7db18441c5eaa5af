using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.LocalHost.Hosting;

/// <summary>What to host, and where.</summary>
public sealed record FunctionHostOptions
{
    public required Assembly Functions { get; init; }

    public required string HostJsonPath { get; init; }

    /// <summary>The functions' own registrations: what their Program adds to its builder.</summary>
    public required Action<IServiceCollection, IConfiguration> Register { get; init; }

    /// <summary>On 127.0.0.1; 0 takes any that is free.</summary>
    public int Port { get; init; } = 7071;

    /// <summary>Settings that win over the environment's.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();
}
