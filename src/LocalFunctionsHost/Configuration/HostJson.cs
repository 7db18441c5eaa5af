using System.Globalization;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace LocalFunctionsHost.Configuration;

/// <summary>
/// The parts of host.json that this host supports, with the defaults of the Functions host. As there, a setting like
/// AzureFunctionsJobHost__logging__logLevel__default overrides the file's logging:logLevel:default.
/// </summary>
internal sealed record HostJson(
    LogLevels LogLevels, TimeSpan? FunctionTimeout, string RoutePrefix, ServiceBusOptions ServiceBus)
{
    private const string FileName = "host.json";
    private const string OverridePrefix = "AzureFunctionsJobHost__";

    /// <summary>ScriptJobHostOptionsSetup.DefaultFunctionTimeout.</summary>
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(30);

    /// <summary>ScriptJobHostOptionsSetup.MinFunctionTimeout.</summary>
    private static readonly TimeSpan MinTimeout = TimeSpan.FromSeconds(1);

    /// <summary>The Functions host treats "-1" and -1 days as "no limit".</summary>
    private static readonly TimeSpan Unbounded = TimeSpan.FromDays(-1);

    public static HostJson Read(string appDirectory)
    {
        var path = Path.Combine(appDirectory, FileName);
        try
        {
            var json = new ConfigurationBuilder()
                .AddJsonFile(path, optional: false)
                .AddEnvironmentVariables(OverridePrefix)
                .Build();
            if (json["version"] != "2.0")
                throw new InvalidDataException("\"version\" is not \"2.0\".");
            return new HostJson(
                ReadLevels(json.GetSection("logging:logLevel")),
                ReadTimeout(json["functionTimeout"]),
                json["extensions:http:routePrefix"] ?? "api",
                json.GetSection("extensions:serviceBus").Get<ServiceBusOptions>() ?? new ServiceBusOptions());
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or FormatException
            or InvalidOperationException)
        {
            throw new UnusableAppException($"{path}: {(fault.InnerException ?? fault).Message}", fault);
        }
    }

    private static LogLevels ReadLevels(IConfigurationSection section)
    {
        var levels = section.GetChildren().Select(child =>
            Enum.TryParse<LogLevel>(child.Value, ignoreCase: true, out var level)
                ? KeyValuePair.Create(child.Key, level)
                : throw new FormatException($"'{child.Value}' is not a log level."));
        return new LogLevels(levels);
    }

    /// <summary>ScriptJobHostOptionsSetup.ConfigureFunctionTimeout, for a plan without a maximum timeout.</summary>
    private static TimeSpan? ReadTimeout(string? text)
    {
        if (text is null) return DefaultTimeout;
        if (text == "-1") return null;
        var timeout = TimeSpan.Parse(text, CultureInfo.InvariantCulture);
        if (timeout == Unbounded) return null;
        if (timeout < MinTimeout) throw new FormatException("functionTimeout must be at least one second.");
        return timeout;
    }
}

/// <summary>
/// The extensions.serviceBus section of host.json; the defaults are those of the extension's ServiceBusOptions.
/// </summary>
internal sealed class ServiceBusOptions
{
    public bool AutoCompleteMessages { get; init; } = true;

    public int PrefetchCount { get; init; }

    public TimeSpan MaxAutoLockRenewalDuration { get; init; } = TimeSpan.FromMinutes(5);

    public int MaxConcurrentCalls { get; init; } = 16 * Environment.ProcessorCount;

    public int MaxConcurrentSessions { get; init; } = 8;

    public int MaxConcurrentCallsPerSession { get; init; } = 1;

    public TimeSpan? SessionIdleTimeout { get; init; }

    public ServiceBusRetryOptions ClientRetryOptions { get; init; } = new();
}
