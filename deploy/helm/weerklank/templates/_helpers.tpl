{{- define "weerklank.name" -}}
{{- printf "%s-weerklank" .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end }}

{{- define "weerklank.labels" -}}
app.kubernetes.io/name: weerklank
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "weerklank.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end }}

{{- define "weerklank.container" -}}
image: {{ include "weerklank.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: ["ALL"]
volumeMounts:
  - {name: archive, mountPath: /archief}
  - {name: keys, mountPath: /sleutels}
  - {name: temporary, mountPath: /tmp}
{{- end }}
