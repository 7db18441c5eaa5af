using Microsoft.Extensions.Configuration;

namespace Payments.LocalHost.Hosting;

/// <summary>The part of host.json that says how functions are run; defaults are those of the Functions host.</summary>
internal sealed class HostJson
{
    public HttpSettings Http { get; init; } = new();

    public ServiceBusSettings ServiceBus { get; init; } = new();

    public static HostJson Read(string path)
    {
        var file = new ConfigurationBuilder().AddJsonFile(path, optional: false).Build();
        if (file["version"] != "2.0")
            throw new InvalidDataException($"{path} has no \"version\": \"2.0\".");
        return file.GetSection("extensions").Get<HostJson>() ?? new HostJson();
    }

    internal sealed class HttpSettings
    {
        public string RoutePrefix { get; init; } = "api";
    }

    internal sealed class ServiceBusSettings
    {
        public bool AutoCompleteMessages { get; init; } = true;

        public int MaxConcurrentCalls { get; init; } = 16 * Environment.ProcessorCount;

        public int MaxConcurrentSessions { get; init; } = 8;

        public TimeSpan SessionIdleTimeout { get; init; } = TimeSpan.FromMinutes(1);

        public TimeSpan MaxAutoLockRenewalDuration { get; init; } = TimeSpan.FromMinutes(5);
    }
}
