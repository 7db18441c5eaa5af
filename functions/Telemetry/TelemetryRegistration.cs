using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Payments.Handlers.Telemetry;

namespace Payments.Functions.Telemetry;

/// <summary>
/// Exports traces and measurements by OpenTelemetry (docs/telemetry.md), where a setting says to: to a collector, to
/// Azure Monitor, or to both. Without either nothing is recorded, and nothing costs.
/// </summary>
public static class TelemetryRegistration
{
    /// <summary>The address of a collector, by the name that OpenTelemetry gave it.</summary>
    public const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The connection string of Application Insights, by the name that Azure gave it.</summary>
    public const string AzureMonitor = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>Set where Application Insights accepts only identities, as infra/main.bicep has it.</summary>
    private const string AzureIdentity = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <summary>Without this switch the Azure SDKs have no spans of their own.</summary>
    private const string AzureSpans = "Azure.Experimental.EnableActivitySource";

    /// <summary>Adds the exporters that the settings name.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var toCollector = !string.IsNullOrEmpty(configuration[Collector]);
        var toAzure = !string.IsNullOrEmpty(configuration[AzureMonitor]);
        if (!toCollector && !toAzure) return services;

        var telemetry = services.AddPaymentsTelemetry();
        if (toCollector) telemetry.UseOtlpExporter();
        if (toAzure) telemetry.UseAzureMonitorExporter(options => Configure(options, configuration));
        return services;
    }

    private static void Configure(AzureMonitorExporterOptions options, IConfiguration configuration)
    {
        options.ConnectionString = configuration[AzureMonitor];
        if (!string.IsNullOrEmpty(configuration[AzureIdentity])) options.Credential = new DefaultAzureCredential();
    }

    /// <summary>What is recorded for all exporters.</summary>
    internal static IOpenTelemetryBuilder AddPaymentsTelemetry(this IServiceCollection services)
    {
        AppContext.SetSwitch(AzureSpans, isEnabled: true);
        return services
            .AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .WithTracing(tracing => tracing
                .AddSource(Tracing.SourceName)
                .AddSource("Microsoft.Azure.Functions.Worker")
                .AddSource("Azure.Data.Tables.*")
                .AddSource("Azure.Messaging.ServiceBus.*"))
            .WithMetrics(metrics => metrics.AddMeter(PaymentsMetrics.MeterName));
    }
}
